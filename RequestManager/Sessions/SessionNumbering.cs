using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Sessions;

/// <summary>
/// Puts a request into its session: finds or opens the session, numbers the request under the session row's lock and stores both, in one
/// commit, which many that come at the same time share. From its return on the request cannot be lost.
/// </summary>
internal sealed class SessionNumbering : IAsyncDisposable
{
    private const int MaxBatch = 100;

    // Each row of another person: all of them under one statement's locks, in one order. Two first messages at the same time share one session:
    // the second finds the first's row by the unique index and waits for it.
    private const string IntoCurrentSessions = """
        with arrived as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as a(session_id, user_id, integration_type, user_context,
                request_id, sent_by, request_type, content, normalized_request, trace_parent, channel_id, thread_id, idempotency_key, idempotency_hash)
        ), open as (
            select a.request_id, (
                select count(*) from (select from request_logs r where r.user_id = a.user_id and r.completed_at is null limit $15) unanswered) as requests
            from arrived a
        ), numbered as (
            insert into request_sessions (session_id, user_id, integration_type, channel_id, thread_id, status, total_requests, user_context,
                last_request_id, last_request_at, expires_at)
            select session_id, user_id, integration_type, channel_id, thread_id, 'ACTIVE', 1, user_context, request_id, now(), now() + $16
            from arrived join open using (request_id) where open.requests < $15
            order by user_id collate "C"
            on conflict (user_id, integration_type, channel_id, thread_id) where status = 'ACTIVE'
            do update set total_requests = request_sessions.total_requests + 1, last_request_id = excluded.last_request_id,
                          last_request_at = excluded.last_request_at, expires_at = excluded.expires_at, updated_at = now()
            returning session_id, total_requests, last_request_id as request_id
        ), stored as (
            insert into request_logs (request_id, session_id, session_seq, user_id, sent_by, status, request_type, request_content,
                normalized_request, cloudevent_id, cloudevent_type, trace_parent, next_publish_at, idempotency_key, idempotency_hash)
            select a.request_id, n.session_id, n.total_requests, a.user_id, a.sent_by, 'PENDING', a.request_type, a.content,
                a.normalized_request, a.request_id, $17, a.trace_parent, now() + $18, a.idempotency_key, a.idempotency_hash
            from numbered n join arrived a using (request_id)
            returning request_id, session_id, session_seq, created_at
        )
        select open.request_id, open.requests, stored.session_id, stored.session_seq, stored.created_at, true from open left join stored using (request_id)
        """;

    // Whoever names a session may not have it.
    private const string IntoNamedSession = """
        with open as (
            select count(*) as requests from (select from request_logs where user_id = $2 and completed_at is null limit $13) unanswered
        ), numbered as (
            update request_sessions
            set total_requests = total_requests + 1, last_request_id = $4, last_request_at = now(), expires_at = now() + $14, updated_at = now()
            from open
            where session_id = $1 and user_id = $2 and integration_type = $3 and status = 'ACTIVE' and open.requests < $13
            returning session_id, total_requests
        ), stored as (
            insert into request_logs (request_id, session_id, session_seq, user_id, sent_by, status, request_type, request_content,
                normalized_request, cloudevent_id, cloudevent_type, trace_parent, next_publish_at, idempotency_key, idempotency_hash)
            select $4, session_id, total_requests, $2, $5, 'PENDING', $6, $7, $8, $4, $9, $10, now() + $15, $11, $12 from numbered
            returning session_id, session_seq, created_at
        )
        select $4, open.requests, stored.session_id, stored.session_seq, stored.created_at, stored.session_id is not null or exists (
            select from request_sessions where session_id = $1 and user_id = $2 and integration_type = $3 and status = 'ACTIVE')
        from open left join stored on true
        """;

    // In the transaction of the numbering, under its lock: nobody comes after the request that ends the session.
    private const string EndSession = """
        update request_sessions s set status = 'INACTIVE' from request_logs r where r.request_id = $1 and s.session_id = r.session_id
        """;

    private readonly NpgsqlDataSource _database;
    private readonly RequestOptions _options;
    private readonly SessionOptions _sessions;
    private readonly Batcher<Arrival> _batcher;

    public SessionNumbering(NpgsqlDataSource database, IOptions<RequestOptions> options, IOptions<SessionOptions> sessions)
    {
        _database = database;
        _options = options.Value;
        _sessions = sessions.Value;
        _batcher = new(MaxBatch, StoreAsync, Paces.Brisk);
    }

    public async Task<Numbering> NumberAsync(Guid requestId, NormalizedRequest request, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(requestId, request, Activity.Current?.Id);
        try
        {
            await _batcher.AddAsync(arrival, cancellationToken);
            return arrival.Numbering!;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: IdempotencyKey.Index })
        {
            return new Numbering.Repeated(); // all is rolled back, the number in the session too
        }
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    // The sessions of a batch are locked in one order, by all replicas and by the answers. Those of one session stay in the order in which they
    // came. A call that was sent twice at once must not cost the others their batch.
    private async Task StoreAsync(IReadOnlyList<Arrival> batch, CancellationToken cancellationToken)
    {
        var arrivals = batch.DistinctBy(arrival => arrival.Once).OrderBy(arrival => arrival.Request.UserId, StringComparer.Ordinal)
            .ThenBy(arrival => EnumText.Of(arrival.Request.IntegrationType), StringComparer.Ordinal)
            .ThenBy(arrival => arrival.Request.ChannelId, StringComparer.Ordinal).ThenBy(arrival => arrival.Request.ThreadId, StringComparer.Ordinal);
        var together = Together(arrivals).ToList();
        await using var commands = _database.CreateBatch();
        foreach (var run in together)
        {
            commands.BatchCommands.Add(run[0].Request.SessionId is null ? IntoCurrent([.. run]) : IntoNamed(run[0]));
            if (run[0].Ends) commands.BatchCommands.Add(Ending(run[0]));
        }

        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        foreach (var run in together)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var id = Guid.Parse(reader.GetString(0));
                var arrival = run.First(arrival => arrival.RequestId == id);
                arrival.Numbering = NumberingIn(reader, arrival);
            }

            await reader.NextResultAsync(cancellationToken); // after the last one it is known that all of it is committed
        }

        foreach (var copy in batch.Where(arrival => arrival.Numbering is null)) copy.Numbering = new Numbering.Repeated();
    }

    // One statement takes only one request of each person, and none that names its session or ends it.
    private static IEnumerable<List<Arrival>> Together(IEnumerable<Arrival> byPerson)
    {
        var run = new List<Arrival>();
        foreach (var arrival in byPerson)
        {
            var isAlone = arrival.Ends || arrival.Request.SessionId is not null;
            if (run.Count > 0 && (isAlone || run[^1].Request.UserId == arrival.Request.UserId))
            {
                yield return run;
                run = [];
            }

            run.Add(arrival);
            if (!isAlone) continue;
            yield return run;
            run = [];
        }

        if (run.Count > 0) yield return run;
    }

    private NpgsqlBatchCommand IntoCurrent(Arrival[] arrivals)
    {
        return new(IntoCurrentSessions)
        {
            Parameters =
            {
                Texts(arrival => Guid.CreateVersion7().ToString()),
                Texts(arrival => arrival.Request.UserId),
                Texts(arrival => EnumText.Of(arrival.Request.IntegrationType)),
                Json(arrival => arrival.Request.UserContext.ToJsonString()),
                Texts(arrival => arrival.RequestId.ToString()),
                Texts(arrival => arrival.Request.SentBy),
                Texts(arrival => arrival.Request.RequestType),
                Texts(arrival => arrival.Request.Content),
                Json(arrival => JsonSerializer.Serialize(arrival.Request, WireJson.Options)),
                Texts(arrival => arrival.TraceParent),
                Texts(arrival => arrival.Request.ChannelId),
                Texts(arrival => arrival.Request.ThreadId),
                Texts(arrival => arrival.Request.IdempotencyKey?.Text),
                new NpgsqlParameter<byte[]?[]> { TypedValue = Array.ConvertAll(arrivals, arrival => arrival.Request.IdempotencyKey?.Hash) },
                new NpgsqlParameter<int> { TypedValue = _options.MaxPendingPerUser },
                new NpgsqlParameter<TimeSpan> { TypedValue = _sessions.Timeout },
                new NpgsqlParameter<string> { TypedValue = EventTypes.RequestCreated },
                new NpgsqlParameter<TimeSpan> { TypedValue = _options.RepublishAfter },
            },
        };

        NpgsqlParameter Texts(Converter<Arrival, string?> column) => Sql.TextColumn(Array.ConvertAll(arrivals, column));
        NpgsqlParameter Json(Converter<Arrival, string?> column) => Sql.JsonColumn(Array.ConvertAll(arrivals, column));
    }

    private NpgsqlBatchCommand IntoNamed(Arrival arrival)
    {
        var request = arrival.Request;
        var command = new NpgsqlBatchCommand(IntoNamedSession);
        Add(request.SessionId.ToString());
        Add(request.UserId);
        Add(EnumText.Of(request.IntegrationType));
        Add(arrival.RequestId.ToString());
        Add(request.SentBy);
        Add(request.RequestType);
        Add(request.Content);
        Add(JsonSerializer.Serialize(request, WireJson.Options), NpgsqlDbType.Jsonb);
        Add(EventTypes.RequestCreated);
        Add(arrival.TraceParent);
        Add(request.IdempotencyKey?.Text);
        Add(request.IdempotencyKey?.Hash, NpgsqlDbType.Bytea);
        Add(_options.MaxPendingPerUser, NpgsqlDbType.Integer);
        Add(_sessions.Timeout, NpgsqlDbType.Interval);
        Add(_options.RepublishAfter, NpgsqlDbType.Interval);
        return command;

        void Add(object? value, NpgsqlDbType type = NpgsqlDbType.Varchar) =>
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static NpgsqlBatchCommand Ending(Arrival arrival) =>
        new(EndSession) { Parameters = { new() { Value = arrival.RequestId.ToString() } } };

    private Numbering NumberingIn(NpgsqlDataReader row, Arrival arrival)
    {
        var isThere = row.GetBoolean(5); // a session that is not there is the clearer answer
        if (row.GetInt64(1) >= _options.MaxPendingPerUser && isThere) return new Numbering.TooManyPending();
        if (row.IsDBNull(2)) return new Numbering.SessionNotFound();
        return new Numbering.Numbered(new(
            arrival.RequestId, Guid.Parse(row.GetString(2)), row.GetInt32(3), arrival.Request, row.GetFieldValue<DateTimeOffset>(4), arrival.TraceParent));
    }

    private sealed record Arrival(Guid RequestId, NormalizedRequest Request, string? TraceParent)
    {
        public Numbering? Numbering { get; set; }

        /// <summary>The same for calls of one key.</summary>
        public object Once => Request.IdempotencyKey is { } key ? (Request.SentBy, key.Text) : RequestId;

        public bool Ends => Request.Command == SessionCommand.Reset;
    }
}

/// <summary>What became of putting a request into its session.</summary>
internal abstract record Numbering
{
    public sealed record Numbered(NumberedRequest Request) : Numbering;

    public sealed record SessionNotFound : Numbering;

    public sealed record TooManyPending : Numbering;

    /// <summary>Its idempotency key stands for another request already.</summary>
    public sealed record Repeated : Numbering;
}
