using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>
/// Publishes answers, and notes which were confirmed. The notes are written lazily, many at once: a note lost with the process only means
/// that an answer is published once more, under the same id.
/// </summary>
internal sealed partial class ResponsePublisher(NpgsqlDataSource database, IEventTransport transport, ILogger<ResponsePublisher> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const string MarkConfirmed = "update agent_turns set response_confirmed_at = now() where request_id = any($1) and response_confirmed_at is null";

    private readonly System.Collections.Concurrent.ConcurrentQueue<Guid> _confirmed = new();

    /// <summary>The turn is complete and needs no slot any more; when publishing fails, its row is swept.</summary>
    public void PublishInBackground(Envelope<ResponseReady> response) => _ = Task.Run(() => TryPublishAsync(response, CancellationToken.None));

    public async Task<bool> TryPublishAsync(Envelope<ResponseReady> response, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PublishAsync(response, cancellationToken);
            _confirmed.Enqueue(response.Data.RequestId);
            return true;
        }
        catch (EventNotAcceptedException e)
        {
            LogNotPublished(logger, response.Data.RequestId, e.Message);
            return false;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await NoteConfirmedAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await NoteConfirmedAsync(cancellationToken);
        return false;
    }

    private async Task NoteConfirmedAsync(CancellationToken cancellationToken)
    {
        var confirmed = new List<Guid>();
        while (_confirmed.TryDequeue(out var requestId)) confirmed.Add(requestId);
        if (confirmed.Count == 0) return;
        await using var command = database.CreateCommand(MarkConfirmed);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. confirmed.Order()] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "response.not_published {RequestId}: {Reason}; it will be again")]
    private static partial void LogNotPublished(ILogger logger, Guid requestId, string reason);
}
