using System.Text.Json;
using AgentService.Agents;
using Npgsql;
using NpgsqlTypes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>
/// Requests come in, in any order and more than once; each becomes a turn in its session's mailbox. Many at once share a commit, in which
/// this replica also claims as many as it has free slots for.
/// </summary>
internal sealed class TurnIntake : IEventReceiver<RequestCreated>, IAsyncDisposable
{
    private const int MaxBatch = 100;

    // A number that its mailbox has passed was answered, also when its turn has been forgotten since.
    private const string InsertTurns = """
        insert into agent_turns (request_id, session_id, session_seq, status, request, target_agent_id, reply_to, correlation_id, trace_parent)
        select request_id, session_id, session_seq, 'WAITING', request, target_agent_id, reply_to, correlation_id, trace_parent
        from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            as t(request_id, session_id, session_seq, request, target_agent_id, reply_to, correlation_id, trace_parent)
        where not exists (select from agent_mailboxes m where m.session_id = t.session_id and m.next_seq > t.session_seq)
        order by request_id
        on conflict (request_id) do nothing
        """;

    private const string InsertMailboxes = """
        insert into agent_mailboxes (session_id) select distinct s from unnest($1) as s order by s on conflict (session_id) do nothing
        """;

    // A statement of its own, so that the next one sees what a replica committed that had just finished the turn before.
    private const string LockMailboxes = "select from agent_mailboxes where session_id = any($1) order by session_id for update";

    private const string MarkReady = """
        update agent_mailboxes m set ready_at = now(), next_agent_id = coalesce(t.target_agent_id, m.current_agent_id, $2)
        from agent_turns t
        where m.session_id = any($1) and m.ready_at is null
          and t.session_id = m.session_id and t.session_seq = m.next_seq and t.completed_at is null
        """;

    // Asked again although it is answered: whoever asked has not got the answer.
    private const string AnswerAgain = """
        update agent_turns t set response_confirmed_at = null, next_publish_at = now()
        from (select id from agent_turns where request_id = any($1) and completed_at is not null order by id for update) locked
        where t.id = locked.id
        """;

    private readonly IReadyTurns _turns;
    private readonly Batcher<Envelope<RequestCreated>> _batcher;

    public TurnIntake(IReadyTurns turns)
    {
        _turns = turns;
        _batcher = new(MaxBatch, StoreAsync, Paces.Brisk);
    }

    public async Task ReceiveAsync(Envelope<RequestCreated> envelope, CancellationToken cancellationToken)
    {
        if (Fault(envelope) is { } fault) throw new EventRejectedException(fault);
        await _batcher.AddAsync(envelope, cancellationToken);
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    // RequestManager checked all this; others may hold the service key as well.
    private static string? Fault(Envelope<RequestCreated> envelope)
    {
        var request = envelope.Data;
        if (envelope.SessionSeq is not > 0) return "sessionseq is missing or not positive";
        if (request.UserId.Length is 0 or > 255) return "user_id must have 1 to 255 characters";
        string?[] names = [request.TargetAgentId, envelope.CorrelationId];
        if (names.Any(name => name?.Length > 255) || envelope.ReplyTo?.Length > 64 || envelope.TraceParent?.Length > 55) return "an attribute is too long";
        string?[] texts = [.. names, request.UserId, request.Content, request.RequestType, envelope.ReplyTo, envelope.TraceParent];
        return texts.All(text => text is null || Storable.Text(text)) && Storable.Json(request.IntegrationContext) && Storable.Json(request.UserContext)
            ? null : "it holds text that cannot be stored";
    }

    private async Task StoreAsync(IReadOnlyList<Envelope<RequestCreated>> batch, CancellationToken cancellationToken)
    {
        var requests = batch.ToArray();
        var sessions = new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(requests, request => request.Data.SessionId) };
        await _turns.ClaimAsync(
            [
                Inserting(requests),
                new(InsertMailboxes) { Parameters = { sessions } },
                new(LockMailboxes) { Parameters = { sessions.Clone() } },
                new(MarkReady) { Parameters = { sessions.Clone(), new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName } } },
                new(AnswerAgain) { Parameters = { Ids(requests) } },
            ],
            cancellationToken);
    }

    private static NpgsqlBatchCommand Inserting(Envelope<RequestCreated>[] requests) => new(InsertTurns)
    {
        Parameters =
        {
            Ids(requests),
            new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(requests, request => request.Data.SessionId) },
            new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(requests, request => request.SessionSeq!.Value) },
            new() { Value = Array.ConvertAll(requests, request => JsonSerializer.Serialize(request.Data, WireJson.Options)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            Texts(Array.ConvertAll(requests, request => request.Data.Command is null ? request.Data.TargetAgentId : AgentNames.System)),
            Texts(Array.ConvertAll(requests, request => request.ReplyTo)),
            Texts(Array.ConvertAll(requests, request => request.CorrelationId)),
            Texts(Array.ConvertAll(requests, request => request.TraceParent)),
        },
    };

    private static NpgsqlParameter<Guid[]> Ids(Envelope<RequestCreated>[] requests) => new() { TypedValue = Array.ConvertAll(requests, request => request.Data.RequestId) };

    private static NpgsqlParameter Texts(string?[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
