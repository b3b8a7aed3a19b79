using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Erasure;

namespace AgentService.Storage;

/// <summary>
/// Erases a person's turns, what their tools did, and what was kept of their conversations. An empty mailbox stays: numbers under an id that
/// names nobody, so that an event that comes again does not begin a conversation anew. Tickets belong to IT and stay.
/// </summary>
internal sealed class TurnErasure(NpgsqlDataSource database) : IErasure
{
    private const int MaxBatch = 200, MaxLook = 5000;

    private const string OfSessions = "select id from agent_turns where session_id = any($1) and id > $2 order by id limit $3";

    // Without an index on the person, which every turn would pay for: from the oldest on, as far as sessions may be forgotten elsewhere.
    private const string OldestOfPerson = """
        select id, request->>'user_id' = $4 from (select id, created_at, request from agent_turns where id > $2 order by id limit $3) next
        where created_at < $1 order by id
        """;

    private const string EraseTurns = """
        with old as (
            select t.id, t.session_id from agent_turns t
            where t.id = any($1) and t.completed_at is not null and t.response_confirmed_at is not null
              and not exists (select from agent_turns o where o.session_id = t.session_id and o.completed_at is null)
            order by t.id for update of t skip locked
        ), calls as (
            delete from tool_calls where session_id in (select session_id from old)
        ), emptied as (
            update agent_mailboxes set conversation_context = null, current_agent_id = null, next_agent_id = null
            where session_id in (select session_id from old)
        )
        delete from agent_turns t using old where t.id = old.id
        """;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public async Task<ErasedRows> EraseAsync(ErasePerson asked, CancellationToken cancellationToken)
    {
        var (rows, waiting) = (0, 0);
        var after = 0L;
        while (await OfSessionsAsync(asked.SessionIds, after, cancellationToken) is { Length: > 0 } ids)
        {
            await EraseAsync(ids);
            after = ids[^1];
        }

        if (asked.ForgottenBefore is not { } before) return new(rows, waiting);
        after = 0;
        while (await OldestAsync(before, after, asked.UserId, cancellationToken) is { Count: > 0 } seen)
        {
            await EraseAsync([.. seen.Where(turn => turn.IsTheirs).Select(turn => turn.Id)]);
            after = seen[^1].Id;
        }

        return new(rows, waiting);

        async Task EraseAsync(long[] ids)
        {
            await Task.Delay(_pause, cancellationToken);
            if (ids.Length == 0) return;
            await using var erase = database.CreateCommand(EraseTurns).With(ids);
            var erased = await erase.ExecuteNonQueryAsync(cancellationToken);
            rows += erased;
            waiting += ids.Length - erased;
        }
    }

    private async Task<long[]> OfSessionsAsync(IReadOnlyList<Guid> sessionIds, long after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OfSessions).WithColumn(sessionIds, id => id).With(after).With(MaxBatch);
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await row.ReadAsync(cancellationToken)) ids.Add(row.GetInt64(0));
        return [.. ids];
    }

    private async Task<List<(long Id, bool IsTheirs)>> OldestAsync(
        DateTimeOffset before, long after, string userId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OldestOfPerson).With(before).With(after).With(MaxLook).With(userId);
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        var seen = new List<(long, bool)>();
        while (await row.ReadAsync(cancellationToken)) seen.Add((row.GetInt64(0), !row.IsDBNull(1) && row.GetBoolean(1)));
        return seen;
    }
}
