using System.Text.Json.Nodes;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>An event a replica has in hand, until its lease runs out.</summary>
/// <param name="Epoch">The number of this claim; only its holder may write the result.</param>
/// <param name="Attempts">How many were made before this one.</param>
/// <param name="Faults">How many of them ended with a fault of our own.</param>
/// <param name="Verdict">That nothing comes of it is decided; the person may not know yet. Null: it is still to be worked on.</param>
internal sealed record HeldEvent(
    long Id, long Epoch, string Key, SlackEventKind Kind, JsonObject Payload, int Attempts, int Faults, DateTimeOffset ReceivedAt, SlackWork.Failed? Verdict);

/// <summary>The rows of <c>slack_events</c> as a queue, shared by all replicas.</summary>
internal sealed class SlackEventQueue(NpgsqlDataSource database)
{
    /// <summary>Longer than one piece of work may take; a crash repeats it after that.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // Only the oldest unfinished event of a channel and thread: so its order holds, whatever fails.
    private const string ClaimSql = """
        with due as (
          select e.id from slack_events e
          where e.next_attempt_at <= now() and (e.leased_until is null or e.leased_until < now())
            and not exists (
              select 1 from slack_events o where o.order_key = e.order_key and o.id < e.id and o.next_attempt_at is not null)
          order by e.id limit $1
          for update of e skip locked)
        update slack_events e set leased_until = now() + $2, lease_epoch = e.lease_epoch + 1, attempts = e.attempts + 1
        from due where e.id = due.id
        returning e.id, e.lease_epoch, e.event_key, e.kind, e.payload, e.attempts - 1, e.faults, e.received_at, e.result, e.apology
        """;

    /// <param name="read">Given the reading of one row; null when it cannot be read, for example because a newer version wrote it.</param>
    public async Task<IReadOnlyList<HeldEvent>> ClaimAsync(int most, Func<Func<HeldEvent>, HeldEvent?> read, CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(ClaimSql);
        await using var reader = await claim.With(most).With(Lease).ExecuteReaderAsync(cancellationToken);
        var held = new List<HeldEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (read(() => HeldIn(reader)) is { } one) held.Add(one);
        }

        return held;
    }

    private static HeldEvent HeldIn(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), EnumText.Parse<SlackEventKind>(row.GetString(3)),
        JsonNode.Parse(row.GetString(4))!.AsObject(), row.GetInt32(5), row.GetInt32(6), row.GetFieldValue<DateTimeOffset>(7),
        row.Nullable<string>(9) is { } words ? new(row.GetString(8), words) : null);

    /// <summary>Ends it. Nothing of what was said stays, nor who said it and where; the key does, so that a repetition is known.</summary>
    /// <param name="result">What became of it, without content.</param>
    public Task FinishAsync(HeldEvent held, string result) => WriteAsync(
        """
        update slack_events set next_attempt_at = null, leased_until = null, finished_at = now(), result = $3, payload = '{}', order_key = ''
        where id = $1 and lease_epoch = $2
        """,
        held, result);

    /// <summary>Decides for good that nothing comes of it: from now on only the person has to be told.</summary>
    /// <returns>False when somebody else holds it by now.</returns>
    public Task<bool> DecideAsync(HeldEvent held, SlackWork.Failed verdict) => WriteAsync(
        "update slack_events set result = $3, apology = $4 where id = $1 and lease_epoch = $2", held, verdict.Result, verdict.Words);

    /// <param name="later">Why it waits.</param>
    public Task PostponeAsync(HeldEvent held, TimeSpan pause, SlackWork.Later later) => WriteAsync(
        """
        update slack_events set next_attempt_at = now() + $4, leased_until = null, faults = faults + $5,
          result = case when apology is null then $3 else result end
        where id = $1 and lease_epoch = $2
        """,
        held, later.Reason, pause, later.IsFault ? 1 : 0);

    private async Task<bool> WriteAsync(string sql, HeldEvent held, string result, params object[] more)
    {
        await using var command = database.CreateCommand(sql);
        command.With(held.Id).With(held.Epoch).With(result);
        foreach (var value in more) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(CancellationToken.None) > 0;
    }
}
