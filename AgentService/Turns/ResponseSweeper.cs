using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>Publishes answers again that nobody confirmed; rests while the broker is away.</summary>
internal sealed class ResponseSweeper(
    NpgsqlDataSource database, IEventTransport transport, ResponsePublisher publisher, IOptions<TurnOptions> options, ILogger<ResponseSweeper> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const int MaxPerSweep = 200;

    private const string ClaimDue = """
        update agent_turns t
        set next_publish_at = now() + least(interval '10 minutes', $2 * power(2, least(publish_count + 1, 20))), publish_count = publish_count + 1
        from (
            select id from agent_turns
            where completed_at is not null and response_confirmed_at is null and next_publish_at <= now()
            order by next_publish_at limit $1 for update skip locked) due
        where t.id = due.id
        returning t.response, t.session_seq, t.reply_to, t.correlation_id, t.trace_parent
        """;

    private const string TryAgainSoon = """
        update agent_turns t set next_publish_at = now() + interval '2 seconds', publish_count = publish_count - 1
        from (select id from agent_turns where request_id = any($1) and response_confirmed_at is null order by id for update) locked
        where t.id = locked.id
        """;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (!transport.IsAvailable) return false;
        var due = await ClaimAsync(cancellationToken);
        var published = await Task.WhenAll(due.Select(response => publisher.TryPublishAsync(response, cancellationToken)));
        var failed = due.Where((_, index) => !published[index]).Select(response => response.Data.RequestId).ToArray();
        if (failed.Length == 0) return false;
        await using var again = database.CreateCommand(TryAgainSoon);
        again.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = failed });
        await again.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }

    private async Task<List<Envelope<ResponseReady>>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(ClaimDue);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxPerSweep });
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.RepublishAfter });
        await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
        var due = new List<Envelope<ResponseReady>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (ReadOrSkip(() => EventOf(reader)) is { } readable) due.Add(readable);
        }

        return due;
    }

    private static Envelope<ResponseReady> EventOf(NpgsqlDataReader row) => TurnResponse.ToEvent(
        JsonSerializer.Deserialize<ResponseReady>(row.GetString(0), WireJson.Options)!,
        row.GetInt32(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4));
}
