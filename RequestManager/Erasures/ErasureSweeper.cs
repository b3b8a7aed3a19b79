using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Erasures;

/// <summary>
/// Has a person's data erased, in the order in which data travels: a service is asked when nothing more can come to it. Repeated until all
/// have said that they are done; what is under way is waited for.
/// </summary>
internal sealed partial class ErasureSweeper(ErasureBook book, OwnErasure own, OtherErasure others, ILogger<ErasureSweeper> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private static readonly string[] _others = [ServiceNames.AgentService, ServiceNames.IntegrationDispatcher];

    private readonly ILogger _logger = logger;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (await book.ClaimAsync(cancellationToken) is not { } erasure) return false;
        await TakeAsync(erasure, cancellationToken);
        await book.NoteAsync(erasure, cancellationToken);
        if (erasure.IsDone) ErasureTelemetry.Completed();
        Report(erasure);
        return true;
    }

    private async Task TakeAsync(DueErasure erasure, CancellationToken cancellationToken)
    {
        var (asked, open) = await own.FindAsync(erasure, cancellationToken);
        Put(erasure, ServiceNames.RequestManager, ErasureStatus.UnderWay, erased: 0, open);
        if (open > 0) return;
        foreach (var service in _others)
        {
            if (await others.EraseAsync(service, asked, cancellationToken) is not { } answer)
            {
                Put(erasure, service, ErasureStatus.Unreachable, erased: 0, waiting: 0);
                return;
            }

            Put(erasure, service, answer.Waiting == 0 ? ErasureStatus.Done : ErasureStatus.UnderWay, answer.Count, answer.Waiting);
            if (answer.Waiting > 0) return;
        }

        Put(erasure, ServiceNames.RequestManager, ErasureStatus.Done, await own.EraseAsync(asked, cancellationToken), waiting: 0);
    }

    private static void Put(DueErasure erasure, string service, ErasureStatus status, int erased, int waiting) =>
        erasure.Progress[service] = new(status, erasure.Progress[service].Erased + erased, waiting);

    private void Report(DueErasure erasure)
    {
        var progress = erasure.Progress;
        var (erased, waiting) = (progress.Values.Sum(one => one.Erased), progress.Values.Sum(one => one.Waiting));
        LogTaken(
            _logger, erasure.ErasureId, erasure.Attempt, progress[ServiceNames.RequestManager].Status, progress[ServiceNames.AgentService].Status,
            progress[ServiceNames.IntegrationDispatcher].Status, erased, waiting);
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "erasure.taken {ErasureId} {Attempt} {Requests} {Turns} {Deliveries} {Erased} {Waiting}")]
    private static partial void LogTaken(
        ILogger logger, Guid erasureId, int attempt, ErasureStatus requests, ErasureStatus turns, ErasureStatus deliveries, int erased,
        int waiting);
}
