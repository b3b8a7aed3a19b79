using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Responses;

/// <summary>Writes answers to their requests, each once however often it comes, many in one commit.</summary>
internal sealed class ResponseStore : IAsyncDisposable
{
    /// <summary>The channel on which, without a broker, replicas tell each other of stored answers.</summary>
    public const string NotifyChannel = "ssa_responses";

    private const int MaxBatch = 100;

    // Both copies of an answer may be stored at once by two replicas, so rows are locked in one order. "num_nulls" keeps the index of open
    // requests from being read whole, when its statistics say that it is short.
    private const string Complete = """
        with arrived as (
            select * from unnest($1, $2, $3, $4, $5, $6) as a(request_id, status, agent_id, processing_time_ms, content, metadata)
        ), locked as (
            select r.id, r.request_id from request_logs r join arrived using (request_id)
            where num_nulls(r.completed_at) = 1 order by r.id for update of r
        )
        update request_logs r
        set status = a.status, agent_id = a.agent_id, processing_time_ms = a.processing_time_ms, response_content = a.content,
            response_metadata = a.metadata, completed_at = now(), updated_at = now(), next_publish_at = null,
            next_forward_at = case when $7 then now() end
        from locked join arrived a using (request_id)
        where r.id = locked.id
        returning r.request_id
        """;

    // A request that ended as undeliverable keeps that end, but its number is taken now and need not be published again.
    private const string StopPublishing = """
        update request_logs r set next_publish_at = null
        from (select id from request_logs where request_id = any($1) and num_nonnulls(next_publish_at) = 1 order by id for update) locked
        where r.id = locked.id
        """;

    private const string UpdateSessions = """
        with changed as (
            select * from unnest($1, $2, $3, $4, $5) as c(session_id, seq, agent_id, llama_stack_session_id, conversation_context)
        ), locked as (
            select s.id, s.session_id from request_sessions s join changed using (session_id)
            order by s.user_id collate "C", s.integration_type collate "C", s.channel_id collate "C" nulls first, s.thread_id collate "C" nulls first, s.id
            for update of s
        )
        update request_sessions s
        set answered_seq = c.seq, current_agent_id = coalesce(c.agent_id, s.current_agent_id),
            llama_stack_session_id = coalesce(c.llama_stack_session_id, s.llama_stack_session_id),
            conversation_context = coalesce(c.conversation_context, s.conversation_context), updated_at = now()
        from locked join changed c using (session_id)
        where s.id = locked.id and s.answered_seq < c.seq
        """;

    private const string Notify = "select pg_notify($1, id) from unnest($2) as id";

    private readonly NpgsqlDataSource _database;
    private readonly bool _direct;
    private readonly Batcher<Arrival> _batcher;
    private readonly ConcurrentDictionary<Guid, Lazy<Task>> _underWay = new();
    private readonly RecentIds _lately;

    public ResponseStore(NpgsqlDataSource database, CommunicationMode mode, TimeProvider clock)
    {
        _database = database;
        _direct = mode == CommunicationMode.Direct;
        _batcher = new(MaxBatch, StoreAsync, Paces.Brisk);
        _lately = new(clock);
    }

    /// <returns>True for the first of several equal answers.</returns>
    public async Task<bool> StoreAsync(Envelope<ResponseReady> envelope, CancellationToken cancellationToken)
    {
        // Its copy from the other queue mostly comes while this one is being stored, or just after: that needs no statement.
        var id = envelope.Data.RequestId;
        if (_lately.Contains(id)) return false;
        var arrival = new Arrival(envelope);
        var storing = new Lazy<Task>(() => _batcher.AddAsync(arrival, CancellationToken.None));
        var first = _underWay.GetOrAdd(id, storing);
        try
        {
            await first.Value.WaitAsync(cancellationToken);
            _lately.Add(id);
        }
        finally
        {
            if (first == storing) _underWay.TryRemove(id, out _);
        }

        return arrival.Stored;
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task StoreAsync(IReadOnlyList<Arrival> batch, CancellationToken cancellationToken)
    {
        var arrivals = batch.DistinctBy(arrival => arrival.Envelope.Data.RequestId).ToArray();
        var ids = Array.ConvertAll(arrivals, arrival => arrival.Envelope.Data.RequestId.ToString());
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var commands = new NpgsqlBatch(connection);
        // As the intake locks them: sessions before requests (who repeats an idempotency key has the session and waits for the request's row),
        // and sessions by their persons.
        if (Changes(arrivals) is { Length: > 0 } changes) commands.BatchCommands.Add(Updating(changes));
        commands.BatchCommands.Add(Completing(arrivals, ids, _direct));
        commands.BatchCommands.Add(new(StopPublishing) { Parameters = { Sql.TextColumn(ids) } });
        if (_direct) commands.BatchCommands.Add(new(Notify) { Parameters = { new() { Value = NotifyChannel }, Sql.TextColumn(ids) } });

        var stored = new HashSet<string>(StringComparer.Ordinal);
        await using (var reader = await commands.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) stored.Add(reader.GetString(0));
            while (await reader.NextResultAsync(cancellationToken))
            {
                // a later command's error is only seen by reading up to it
            }
        }

        foreach (var arrival in arrivals) arrival.Stored = stored.Contains(arrival.Envelope.Data.RequestId.ToString());
    }

    private static NpgsqlBatchCommand Completing(Arrival[] arrivals, string[] ids, bool direct)
    {
        var answers = Array.ConvertAll(arrivals, arrival => Answer.Of(arrival.Envelope.Data));
        return new(Complete)
        {
            Parameters =
            {
                Sql.TextColumn(ids),
                Sql.TextColumn(Array.ConvertAll(answers, answer => EnumText.Of(answer.Status))),
                Sql.TextColumn(Array.ConvertAll(answers, answer => answer.AgentId)),
                new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(answers, answer => answer.ProcessingTimeMs) },
                Sql.TextColumn(Array.ConvertAll(answers, answer => answer.Content)),
                Sql.JsonColumn(Array.ConvertAll(answers, string? (answer) => JsonSerializer.Serialize(answer.Details, WireJson.Options))),
                new NpgsqlParameter<bool> { TypedValue = direct },
            },
        };
    }

    private static (Arrival Arrival, SessionUpdate Update)[] Changes(Arrival[] arrivals) =>
    [
        .. arrivals.Where(arrival => arrival.Envelope.Data.SessionUpdate is not null)
            .OrderByDescending(arrival => arrival.Envelope.SessionSeq)
            .DistinctBy(arrival => arrival.Envelope.Data.SessionId)
            .Select(arrival => (arrival, arrival.Envelope.Data.SessionUpdate!)),
    ];

    private static NpgsqlBatchCommand Updating((Arrival Arrival, SessionUpdate Update)[] changes) => new(UpdateSessions)
    {
        Parameters =
        {
            Sql.TextColumn(Array.ConvertAll(changes, change => change.Arrival.Envelope.Data.SessionId.ToString())),
            new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(changes, change => change.Arrival.Envelope.SessionSeq ?? 0) },
            Sql.TextColumn(Array.ConvertAll(changes, change => change.Update.CurrentAgentId)),
            Sql.TextColumn(Array.ConvertAll(changes, change => change.Update.LlamaStackSessionId)),
            Sql.JsonColumn(Array.ConvertAll(changes, change => change.Update.ConversationContext?.ToJsonString())),
        },
    };

    private sealed record Arrival(Envelope<ResponseReady> Envelope)
    {
        public bool Stored { get; set; }
    }
}
