using System.Text.Json;
using AgentService.Agents;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>Makes turns of requests, which may come in any order and more than once. What can be begun at once is claimed in the same commit.</summary>
internal sealed class TurnInbox(NpgsqlDataSource database, IOptions<TurnOptions> options)
{
    private const string InsertMailboxes = """
        insert into agent_mailboxes (session_id) select distinct s from unnest($1) as s order by s on conflict (session_id) do nothing
        """;

    // A statement of its own, so that the next one sees what a replica committed that had just finished the turn before.
    private const string LockMailboxes = "select from agent_mailboxes where session_id = any($1) order by session_id for update";

    // A number that its mailbox has passed was answered, also when its turn has been forgotten since. A turn that is begun at once is counted as
    // an attempt in the same statement; one that finds no slot is left ready for whoever has one.
    private const string InsertTurns = """
        with arrived as (
            select a.*, a.session_seq = m.next_seq and m.ready_at is null as is_next, coalesce(a.target_agent_id, m.current_agent_id, $9) as agent_id
            from unnest($1, $2, $3, $4, $5, $6, $7, $8)
                as a(request_id, session_id, session_seq, request, target_agent_id, reply_to, correlation_id, trace_parent)
            join agent_mailboxes m on m.session_id = a.session_id
            where a.session_seq >= m.next_seq
        ), placed as (
            select n.request_id, n.agent_id, row_number() over (partition by n.bulkhead order by n.request_id) <= coalesce(f.slots, 0) as is_begun
            from (select request_id, agent_id, case when agent_id = any($10) then agent_id else $9 end as bulkhead from arrived where is_next) n
            left join unnest($11, $12) as f(bulkhead, slots) using (bulkhead)
        ), stored as (
            insert into agent_turns (request_id, session_id, session_seq, status, request, target_agent_id, reply_to, correlation_id, trace_parent)
            select a.request_id, a.session_id, a.session_seq, 'WAITING', a.request, a.target_agent_id, a.reply_to, a.correlation_id, a.trace_parent
            from arrived a
            order by a.request_id
            on conflict (request_id) do nothing
            returning request_id, session_id, session_seq
        )
        update agent_mailboxes m
        set ready_at = now(), next_agent_id = p.agent_id, epoch = m.epoch + case when p.is_begun then 1 else 0 end,
            attempts = case when p.is_begun then 1 else 0 end, claim_id = case when p.is_begun then $13 end, leased_until = case when p.is_begun then now() + $14 end
        from stored s join placed p using (request_id)
        where m.session_id = s.session_id
        returning s.request_id, p.is_begun, m.epoch, m.next_agent_id, m.current_agent_id, m.conversation_context,
            (select b.completed_at from agent_turns b where b.session_id = s.session_id and b.session_seq = s.session_seq - 1), now()
        """;

    // Asked again although it is answered: whoever asked has not got the answer.
    private const string AnswerAgain = """
        update agent_turns t set response_confirmed_at = null, next_publish_at = now()
        from (select id from agent_turns where request_id = any($1) and completed_at is not null order by id for update) locked
        where t.id = locked.id
        """;

    /// <param name="free">How many turns of each agent this replica can begin.</param>
    /// <param name="known">All agents there are; turns of any other go into the router's slots.</param>
    public async Task<TakenIn> StoreAsync(
        IReadOnlyList<Envelope<RequestCreated>> batch, IReadOnlyDictionary<string, int> free, string[] known, CancellationToken cancellationToken)
    {
        var requests = batch.DistinctBy(request => request.Data.RequestId).ToArray();
        var ids = new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(requests, request => request.Data.RequestId) };
        var sessions = new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(requests, request => request.Data.SessionId) };
        await using var commands = database.CreateBatch();
        commands.BatchCommands.Add(new(InsertMailboxes) { Parameters = { sessions.Clone() } });
        commands.BatchCommands.Add(new(LockMailboxes) { Parameters = { sessions.Clone() } });
        commands.BatchCommands.Add(Inserting(requests, ids, sessions, free, known));
        commands.BatchCommands.Add(new(AnswerAgain) { Parameters = { ids.Clone() } });
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken); // the locked mailboxes come first, without columns
        var taken = new TakenIn([], new(StringComparer.Ordinal));
        while (await reader.ReadAsync(cancellationToken))
        {
            var agentId = reader.GetString(3);
            var bulkhead = ClaimedTurn.BulkheadOf(agentId, known);
            if (reader.GetBoolean(1)) taken.Begun.Add(TurnOf(requests.First(request => request.Data.RequestId == reader.GetGuid(0)), agentId, bulkhead, reader));
            else taken.Crowded.Add(bulkhead);
        }

        await reader.NextResultAsync(cancellationToken); // only now is it known that all of it is committed
        return taken;
    }

    private NpgsqlBatchCommand Inserting(
        Envelope<RequestCreated>[] requests, NpgsqlParameter ids, NpgsqlParameter sessions, IReadOnlyDictionary<string, int> free, string[] known) =>
        new(InsertTurns)
        {
            Parameters =
            {
                ids,
                sessions,
                new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(requests, request => request.SessionSeq!.Value) },
                Sql.JsonColumn(Array.ConvertAll(requests, string? (request) => JsonSerializer.Serialize(request.Data, WireJson.Options))),
                Sql.TextColumn(Array.ConvertAll(requests, request => request.Data.Command is null ? request.Data.TargetAgentId : AgentNames.System)),
                Sql.TextColumn(Array.ConvertAll(requests, request => request.ReplyTo)),
                Sql.TextColumn(Array.ConvertAll(requests, request => request.CorrelationId)),
                Sql.TextColumn(Array.ConvertAll(requests, request => request.TraceParent)),
                new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName },
                new NpgsqlParameter<string[]> { TypedValue = known },
                new NpgsqlParameter<string[]> { TypedValue = [.. free.Keys] },
                new NpgsqlParameter<int[]> { TypedValue = [.. free.Values] },
                new NpgsqlParameter<Guid> { TypedValue = Guid.NewGuid() },
                new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lease },
            },
        };

    private static ClaimedTurn TurnOf(Envelope<RequestCreated> request, string agentId, string bulkhead, NpgsqlDataReader row) => new(
        request.Data, request.SessionSeq!.Value, row.GetInt64(2), bulkhead, agentId, row.Nullable<string>(4), row.Nullable<string>(5), Attempt: 1,
        request.ReplyTo, request.CorrelationId, request.TraceParent, Lag: TimeSpan.Zero, AnsweredBefore: row.Nullable<DateTimeOffset?>(6),
        StartedAt: row.GetFieldValue<DateTimeOffset>(7));
}

/// <param name="Begun">The turns that this replica has claimed.</param>
/// <param name="Crowded">The agents that were left no slot for all of theirs.</param>
internal readonly record struct TakenIn(List<ClaimedTurn> Begun, HashSet<string> Crowded);
