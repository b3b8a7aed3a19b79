using System.Collections.Concurrent;
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
    private const string MarkConfirmed = """
        update agent_turns t set response_confirmed_at = now()
        from (select id from agent_turns where request_id = any($1) and response_confirmed_at is null order by id for update) locked
        where t.id = locked.id
        """;

    private static readonly TimeSpan _lastPublishes = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Guid> _confirmed = new();
    private readonly ConcurrentDictionary<Guid, Task> _publishing = new();

    /// <summary>The turn is complete and needs no slot any more; when publishing fails, its row is swept.</summary>
    public void PublishInBackground(Envelope<ResponseReady> response)
    {
        var publishing = Task.Run(() => TryPublishAsync(response, CancellationToken.None));
        _publishing[response.Data.RequestId] = publishing;
        publishing.ContinueWith(_ => _publishing.TryRemove(response.Data.RequestId, out var _), TaskScheduler.Default);
    }

    public async Task<bool> TryPublishAsync(Envelope<ResponseReady> response, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PublishAsync(response, cancellationToken);
            _confirmed.Enqueue(response.Data.RequestId);
            return true;
        }
#pragma warning disable CA1031 // nobody awaits this; the row knows that its answer is not confirmed
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotPublished(logger, response.Data.RequestId, e.Message);
            return false;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_publishing.Values).WaitAsync(_lastPublishes, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. confirmed] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "response.not_published {RequestId}: {Reason}; it will be again")]
    private static partial void LogNotPublished(ILogger logger, Guid requestId, string reason);
}
