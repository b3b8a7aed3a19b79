using System.Text.Json;
using System.Text.Json.Nodes;
using AgentService.Agents;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using SelfServiceAgent.Contracts;

namespace AgentService.Turns;

/// <summary>
/// Claims, renews, completes and releases the mailboxes of sessions. Every statement about a held mailbox names its epoch, so a holder
/// whose lease was lost changes nothing.
/// </summary>
internal sealed class Mailboxes(NpgsqlDataSource database, IOptions<TurnOptions> options)
{
    // One commit for many sessions. Two statements, because locking takes the newest version of a mailbox, whose next turn may have come
    // in after the first statement's snapshot; the second one's is taken under the locks.
    private const string ClaimMailboxes = """
        with free as (
            select * from unnest($1, $2) as f(agent_id, slots)
        ), ready as (
            select m.session_id from free cross join lateral (
                select session_id from agent_mailboxes
                where ready_at <= now() and (leased_until is null or leased_until < now())
                  and (next_agent_id = free.agent_id or (free.agent_id = $3 and next_agent_id <> all($4)))
                order by ready_at limit free.slots for update skip locked) m
        )
        update agent_mailboxes m set epoch = m.epoch + 1, claim_id = $5, leased_until = now() + $6
        from ready where m.session_id = ready.session_id
        """;

    // Counting the attempt belongs to the claim: a turn that was begun has been counted.
    private const string BeginTurns = """
        update agent_turns t set attempts = t.attempts + 1, started_at = now()
        from agent_mailboxes m
        where m.claim_id = $1 and t.session_id = m.session_id and t.session_seq = m.next_seq and t.completed_at is null
        returning t.request, t.session_seq, m.epoch, m.next_agent_id, m.current_agent_id, m.conversation_context, t.attempts,
            t.reply_to, t.correlation_id, t.trace_parent, now() - t.created_at, t.request_id, t.session_id, t.created_at,
            (select b.completed_at from agent_turns b where b.session_id = t.session_id and b.session_seq = t.session_seq - 1)
        """;

    // The claim is still there: a mailbox released at this moment must not be leased again without a holder.
    private const string RenewHeld = """
        with held as (
            select m.session_id from agent_mailboxes m join unnest($1, $2) as h(session_id, epoch) using (session_id)
            where m.epoch = h.epoch and m.claim_id is not null order by m.session_id for update of m
        )
        update agent_mailboxes m set leased_until = now() + $3 from held where m.session_id = held.session_id
        returning m.session_id, m.epoch
        """;

    private const string CompleteTurn = """
        with fenced as (
            update agent_mailboxes
            set next_seq = next_seq + 1, current_agent_id = coalesce($7, current_agent_id), conversation_context = coalesce($8, conversation_context)
            where session_id = $1 and epoch = $2 and next_seq = $3
            returning session_id
        )
        update agent_turns set status = $4, agent_id = $5, response = $6, completed_at = now(), next_publish_at = now() + $9
        from fenced where agent_turns.session_id = fenced.session_id and agent_turns.session_seq = $3
        """;

    // After the turn before is complete, in a statement of its own: it must see a next turn that came in meanwhile.
    private const string ReleaseToNext = """
        update agent_mailboxes m
        set ready_at = case when t.id is not null then now() end, next_agent_id = coalesce(t.target_agent_id, m.current_agent_id, $3),
            leased_until = null, claim_id = null
        from (select $1 as session_id) held
        left join agent_turns t on t.session_id = held.session_id and t.completed_at is null
            and t.session_seq = (select next_seq from agent_mailboxes where session_id = $1)
        where m.session_id = held.session_id and m.epoch = $2
        """;

    private const string ReleaseUnfinished = """
        with released as (
            update agent_mailboxes set ready_at = now() + $3, next_agent_id = coalesce($6, next_agent_id), leased_until = null, claim_id = null
            where session_id = $1 and epoch = $2 and next_seq = $5 and claim_id is not null returning session_id, next_seq
        )
        update agent_turns t set attempts = t.attempts - $4 from released r where t.session_id = r.session_id and t.session_seq = r.next_seq
        """;

    /// <param name="free">How many more turns of each agent this replica can take.</param>
    /// <param name="known">All agents there are; turns of any other go into the router's slots.</param>
    public async Task<IReadOnlyList<ClaimedTurn>> ClaimAsync(IReadOnlyDictionary<string, int> free, string[] known, CancellationToken cancellationToken)
    {
        var claim = new NpgsqlParameter<Guid> { TypedValue = Guid.NewGuid() };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var commands = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(ClaimMailboxes)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]> { TypedValue = [.. free.Keys] },
                        new NpgsqlParameter<int[]> { TypedValue = [.. free.Values] },
                        new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName },
                        new NpgsqlParameter<string[]> { TypedValue = known },
                        claim,
                        new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lease },
                    },
                },
                new(BeginTurns) { Parameters = { claim.Clone() } },
            },
        };
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<ClaimedTurn>();
        while (await reader.ReadAsync(cancellationToken)) claimed.Add(TurnOf(reader, known));
        return claimed;
    }

    /// <returns>The sessions that are still held, with their epochs.</returns>
    public async Task<IReadOnlySet<(Guid SessionId, long Epoch)>> RenewAsync(IReadOnlyCollection<ClaimedTurn> held, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RenewHeld);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. held.Select(turn => turn.SessionId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. held.Select(turn => turn.Epoch)] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var renewed = new HashSet<(Guid, long)>();
        while (await reader.ReadAsync(cancellationToken)) renewed.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return renewed;
    }

    /// <summary>Stores the answer and passes the mailbox on to the session's next turn, in one commit.</summary>
    /// <returns>False when the lease was lost: somebody else answers this turn.</returns>
    public async Task<bool> CompleteAsync(ClaimedTurn turn, ResponseReady response, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var commands = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(CompleteTurn)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = turn.SessionId },
                        new NpgsqlParameter<long> { TypedValue = turn.Epoch },
                        new NpgsqlParameter<int> { TypedValue = turn.SessionSeq },
                        new() { Value = response.ResponseType == ResponseType.Error ? EnumText.Of(TurnStatus.Failed) : EnumText.Of(TurnStatus.Answered) },
                        new() { Value = response.AgentId },
                        Json(JsonSerializer.Serialize(response, WireJson.Options)),
                        new() { Value = (object?)response.SessionUpdate?.CurrentAgentId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                        Json(response.SessionUpdate?.ConversationContext?.ToJsonString()),
                        new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.RepublishAfter },
                    },
                },
                new(ReleaseToNext)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = turn.SessionId },
                        new NpgsqlParameter<long> { TypedValue = turn.Epoch },
                        new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName },
                    },
                },
            },
        };
        await commands.ExecuteNonQueryAsync(cancellationToken);
        return commands.BatchCommands[0].Rows > 0;
    }

    /// <summary>Gives a turn back that was not finished.</summary>
    /// <param name="pause">How long it is left alone.</param>
    /// <param name="counts">False when the attempt was cut short for no fault of the turn's.</param>
    /// <param name="agentId">The agent in whose slots it goes on; null when that stays as it is.</param>
    /// <returns>False when the lease was lost, or given back before.</returns>
    public async Task<bool> ReleaseAsync(ClaimedTurn turn, TimeSpan pause, bool counts, string? agentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReleaseUnfinished);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = turn.SessionId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = turn.Epoch });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = counts ? 0 : 1 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = turn.SessionSeq });
        command.Parameters.Add(new() { Value = (object?)agentId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static ClaimedTurn TurnOf(NpgsqlDataReader row, string[] known)
    {
        var agentId = row.GetString(3);
        var request = RequestIn(row.GetString(0));
        return new(
            request ?? Unreadable(row), row.GetInt32(1), row.GetInt64(2), known.Contains(agentId) ? agentId : AgentDirectory.RouterName, agentId,
            TextOrNull(row, 4), TextOrNull(row, 5), row.GetInt32(6), TextOrNull(row, 7), TextOrNull(row, 8), TextOrNull(row, 9), row.GetTimeSpan(10),
            IsReadable: request is not null, row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14));
    }

    private static RequestCreated? RequestIn(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RequestCreated>(json, WireJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Of a newer or older version, perhaps. It becomes a failed turn under its number, so that its session goes on.
    private static RequestCreated Unreadable(NpgsqlDataReader row)
    {
        var json = JsonNode.Parse(row.GetString(0)) as JsonObject;
        var userId = json?["user_id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "unknown";
        return new(row.GetGuid(11), row.GetGuid(12), userId, IntegrationType.Web, "", "", null, null, null, true, row.GetFieldValue<DateTimeOffset>(13));
    }

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Json(string? json) => new() { Value = (object?)json ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
