using System.Text.Json;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Erasures;

/// <summary>An erasure in hand.</summary>
internal sealed record DueErasure(
    long Id, Guid ErasureId, string UserId, DateTimeOffset RequestedAt, int Attempt, Dictionary<string, ErasureProgress> Progress)
{
    public bool IsDone => Progress.Values.All(progress => progress.Status == ErasureStatus.Done);
}

/// <summary>The rows of <c>erasures</c>: opened once for each person, claimed by one replica, closed when all is done.</summary>
internal sealed class ErasureBook(NpgsqlDataSource database)
{
    // Asked for once more while it is under way, it is the same one and begins anew, for what the person did since.
    private const string CloseSessions = """
        update request_sessions s set status = 'INACTIVE', updated_at = now()
        from (select id from request_sessions where user_id = $1 and status = 'ACTIVE'
              order by integration_type collate "C", channel_id collate "C" nulls first, thread_id collate "C" nulls first, id for update) active
        where s.id = active.id
        """;

    private const string Open = """
        insert into erasures (erasure_id, user_id, requested_at, next_attempt_at) values ($2, $1, now(), now())
        on conflict (user_id) where completed_at is null
        do update set requested_at = excluded.requested_at, next_attempt_at = excluded.next_attempt_at, attempts = 0, progress = '{}'
        returning erasure_id
        """;

    // Longer than the other services may take.
    private const string Claim = """
        update erasures e set next_attempt_at = now() + interval '2 minutes', attempts = attempts + 1
        from (select id from erasures where next_attempt_at <= now() order by next_attempt_at limit 1 for update skip locked) due
        where e.id = due.id
        returning e.id, e.erasure_id, e.user_id, e.requested_at, e.attempts, e.progress
        """;

    private const string Note = """
        update erasures set progress = $3::jsonb, completed_at = case when $4 then now() end,
          next_attempt_at = case when not $4 then now() + interval '1 second' * power(2, least(attempts - 1, 5)) end
        where id = $1 and requested_at = $2 and completed_at is null
        """;

    /// <summary>Ends the person's sessions, and has the rest done.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> OpenAsync(string userId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(CloseSessions) { Parameters = { new() { Value = userId } } });
        var id = Guid.CreateVersion7().ToString();
        batch.BatchCommands.Add(new(Open) { Parameters = { new() { Value = userId }, new() { Value = id } } });
        return Guid.Parse((string)(await batch.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <returns>Null when none is due.</returns>
    public async Task<DueErasure?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(Claim);
        await using var row = await claim.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(
                row.GetInt64(0), Guid.Parse(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt32(4),
                ErasureBody.ProgressIn(row.GetString(5)))
            : null;
    }

    /// <summary>Writes down how far it is; nothing where it was asked for once more meanwhile.</summary>
    public async Task NoteAsync(DueErasure erasure, CancellationToken cancellationToken)
    {
        await using var note = database.CreateCommand(Note)
            .With(erasure.Id).With(erasure.RequestedAt)
            .With(JsonSerializer.Serialize(erasure.Progress, WireJson.Options)).With(erasure.IsDone);
        await note.ExecuteNonQueryAsync(cancellationToken);
    }
}
