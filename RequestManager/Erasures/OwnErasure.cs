using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RequestManager.Callers.IssuedKeys;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Erasures;

/// <summary>
/// What this service has of a person: their ended sessions with all requests and what was put aside of those, and the keys issued to them.
/// </summary>
internal sealed class OwnErasure(NpgsqlDataSource database, IOptions<RequestRetentionOptions> retention)
{
    private const int MaxBatch = 200;

    // A session that the person opened since goes on.
    private const string Find = """
        with theirs as (
            select session_id from request_sessions where user_id = $1 and status <> 'ACTIVE' and created_at <= $2
        ), requests as (
            select r.request_id, r.agent_id, r.completed_at,
                r.completed_at is null or r.next_publish_at is not null or r.next_forward_at is not null as is_open
            from theirs join request_logs r using (session_id)
        )
        select array(select session_id from theirs),
            (select count(*) from requests where is_open) + (
                select count(*) from requests join dead_letters l on l.event_id = requests.request_id
                where l.replayed_at is null and l.discarded_at is null),
            array(
                select request_id from requests where agent_id is not null and completed_at > now() - interval '1 day'
                order by completed_at desc limit 1000),
            now()
        """;

    private const string DeleteLetters = """
        delete from dead_letters l using (
            select l.id from request_logs r join dead_letters l on l.event_id = r.request_id
            where r.session_id = any($1) order by l.id limit $2 for update of l) old
        where l.id = old.id
        """;

    private const string DeleteRequests = """
        delete from request_logs r using (
            select id from request_logs where session_id = any($1) order by id limit $2 for update) old
        where r.id = old.id
        """;

    private const string DeleteSessions = """
        delete from request_sessions s using (
            select id from request_sessions where session_id = any($1) order by id limit $2 for update) old
        where s.id = old.id
        """;

    private const string DeleteKeys = """
        with gone as (delete from api_keys where user_id = $1 and kind = 'PERSON' and created_at <= $2 returning id)
        select count(*)::int, (select pg_notify($3, '') from gone limit 1)::text from gone
        """;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    /// <returns>What the other services are to be asked, and how many rows are still open.</returns>
    public async Task<(ErasePerson Asked, int Open)> FindAsync(DueErasure erasure, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(Find).With(erasure.UserId).With(erasure.RequestedAt);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var keptFor = retention.Value.Requests;
        DateTimeOffset? forgottenBefore = keptFor == TimeSpan.Zero ? null : row.GetFieldValue<DateTimeOffset>(3) - keptFor;
        if (forgottenBefore > erasure.RequestedAt) forgottenBefore = erasure.RequestedAt; // one that waits long takes in nothing that came later
        return (new(erasure.UserId, erasure.RequestedAt, IdsIn(row, 0), IdsIn(row, 2), forgottenBefore), (int)row.GetInt64(1));
    }

    /// <returns>How many rows.</returns>
    public async Task<int> EraseAsync(ErasePerson asked, CancellationToken cancellationToken)
    {
        var sessions = asked.SessionIds.Select(id => id.ToString()).ToArray();
        var rows = await DeleteAsync(DeleteLetters, sessions, cancellationToken);
        rows += await DeleteAsync(DeleteRequests, sessions, cancellationToken);
        rows += await DeleteAsync(DeleteSessions, sessions, cancellationToken);
        await using var keys = database.CreateCommand(DeleteKeys)
            .With(asked.UserId).With(asked.RequestedAt).With(IssuedKeyCache.NotifyChannel);
        return rows + (int)(await keys.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> DeleteAsync(string sql, string[] sessions, CancellationToken cancellationToken)
    {
        var rows = 0;
        while (true)
        {
            await using var delete = database.CreateCommand(sql);
            delete.Parameters.Add(new() { Value = sessions, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
            var deleted = await delete.With(MaxBatch).ExecuteNonQueryAsync(cancellationToken);
            rows += deleted;
            if (deleted < MaxBatch) return rows;
            await Task.Delay(_pause, cancellationToken);
        }
    }

    private static Guid[] IdsIn(NpgsqlDataReader row, int ordinal) => [.. row.GetFieldValue<string[]>(ordinal).Select(Guid.Parse)];
}
