using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Slack;

/// <summary>Works on what came from Slack, many channels and threads at once, each in its order; as often as it takes, within a day.</summary>
internal sealed partial class SlackInboxRunner(
    SlackEventQueue queue, IServiceProvider services, TimeProvider clock, ILogger<SlackInboxRunner> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan _patience = SlackEventQueue.Lease * 0.75;
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    private readonly ILogger _logger = logger;
    private int _running;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var free = AtOnce - Volatile.Read(ref _running); // when none is, the next to end wakes us
        if (free == 0) return false;
        foreach (var held in await queue.ClaimAsync(free, cancellationToken))
        {
            Interlocked.Increment(ref _running);
            _ = RunAsync(held, cancellationToken);
        }

        return false;
    }

    private async Task RunAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(held, cancellationToken);
        }
#pragma warning disable CA1031 // nobody awaits this; the lease runs out and the event is worked on again
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested) LogNotWritten(_logger, e.GetType().Name, held.Key);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            if (!cancellationToken.IsCancellationRequested) WakeUp.Set(); // what waited behind it may go now
        }
    }

    // Whatever happens, the row says what: a crash in here leaves it to its lease.
    private async Task WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(_patience);
        var end = await TryAsync(held, late.Token);
        cancellationToken.ThrowIfCancellationRequested(); // cut by the stop: the lease hands it over
        if (end is SlackWork.Later && clock.GetUtcNow() - held.ReceivedAt > _lifetime) end = new SlackWork.Done("expired");
        if (end is SlackWork.Later later)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, held.Attempts), _longestPause.TotalSeconds));
            await queue.PostponeAsync(held, pause, later.Reason);
            LogPostponed(_logger, held.Key, held.Kind, held.Attempts + 1, later.Reason);
            return;
        }

        var result = ((SlackWork.Done)end).Result;
        await queue.FinishAsync(held, result);
        LogWorked(_logger, held.Key, held.Kind, held.Attempts + 1, result);
    }

    private async Task<SlackWork> TryAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredKeyedService<ISlackWorker>(held.Kind).WorkAsync(held, cancellationToken);
        }
#pragma warning disable CA1031 // a fault with one event must not hold up the others, nor lose it
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!TransientFaults.Is(e) && e is not OperationCanceledException) LogFault(_logger, e, held.Key);
            return new SlackWork.Later(e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "slack.worked {EventKey} {Kind} {Attempt} {Result}")]
    private static partial void LogWorked(ILogger logger, string eventKey, SlackEventKind kind, int attempt, string result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "slack.postponed {EventKey} {Kind} {Attempt} {Reason}")]
    private static partial void LogPostponed(ILogger logger, string eventKey, SlackEventKind kind, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "slack.not_written {Fault} {EventKey}")]
    private static partial void LogNotWritten(ILogger logger, string fault, string eventKey);

    [LoggerMessage(Level = LogLevel.Error, Message = "slack.fault {EventKey}")]
    private static partial void LogFault(ILogger logger, Exception exception, string eventKey);
}

/// <summary>Works on one kind of event. It may be called again for the same event, and must not mind.</summary>
internal interface ISlackWorker
{
    Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken);
}

/// <summary>How a piece of work ended.</summary>
internal abstract record SlackWork
{
    private SlackWork()
    {
    }

    /// <param name="Result">What became of it, without content.</param>
    public sealed record Done(string Result) : SlackWork;

    /// <param name="Reason">What it waits for, without content.</param>
    public sealed record Later(string Reason) : SlackWork;
}
