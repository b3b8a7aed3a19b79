using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Sessions;

/// <summary>
/// Puts a request into its session: finds or opens the session, numbers the request under the session row's lock and stores both, in one
/// commit, which many that come at the same time share. From its return on the request cannot be lost.
/// </summary>
internal sealed class SessionNumbering : IAsyncDisposable
{
    private const int MaxBatch = 100;

    // Two first messages at the same time share one session: the second finds the first's row by the unique index and waits for it.
    private const string OfCurrentSession = """
        insert into request_sessions (session_id, user_id, integration_type, channel_id, thread_id, status, total_requests, user_context,
            last_request_id, last_request_at, expires_at)
        select $1, $2, $3, $14, $15, 'ACTIVE', 1, $4, $5, now(), now() + $18 from open where open.requests < $13
        on conflict (user_id, integration_type, channel_id, thread_id) where status = 'ACTIVE'
        do update set total_requests = request_sessions.total_requests + 1, last_request_id = excluded.last_request_id,
                      last_request_at = excluded.last_request_at, expires_at = excluded.expires_at, updated_at = now()
        returning session_id, total_requests
        """;

    private const string OfNamedSession = """
        update request_sessions
        set total_requests = total_requests + 1, last_request_id = $5, last_request_at = now(), expires_at = now() + $18, updated_at = now()
        from open
        where session_id = $1 and user_id = $2 and integration_type = $3 and status = 'ACTIVE' and open.requests < $13
        returning session_id, total_requests
        """;

    // In the transaction of the numbering, under its lock: nobody comes after the request that ends the session.
    private const string EndSession = """
        update request_sessions s set status = 'INACTIVE' from request_logs r where r.request_id = $1 and s.session_id = r.session_id
        """;

    private readonly string _intoCurrentSession = Storing(OfCurrentSession);
    private readonly string _intoNamedSession = Storing(OfNamedSession);
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

    // The sessions of a batch are locked in one order, by all replicas and by the answers. A person's own requests stay in the order in which
    // they came.
    private async Task StoreAsync(IReadOnlyList<Arrival> batch, CancellationToken cancellationToken)
    {
        var arrivals = batch.OrderBy(arrival => arrival.Request.UserId, StringComparer.Ordinal).ToList();
        await using var commands = _database.CreateBatch();
        foreach (var arrival in arrivals)
        {
            commands.BatchCommands.Add(Storing(arrival));
            if (arrival.Request.Command == SessionCommand.Reset) commands.BatchCommands.Add(Ending(arrival));
        }

        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        foreach (var arrival in arrivals)
        {
            await reader.ReadAsync(cancellationToken);
            arrival.Numbering = await NumberingInAsync(reader, arrival, cancellationToken);
            await reader.NextResultAsync(cancellationToken); // after the last one it is known that all of it is committed
        }
    }

    private NpgsqlBatchCommand Storing(Arrival arrival)
    {
        var request = arrival.Request;
        var requestId = arrival.RequestId.ToString();
        var command = new NpgsqlBatchCommand(request.SessionId is null ? _intoCurrentSession : _intoNamedSession);
        Add((request.SessionId ?? Guid.CreateVersion7()).ToString());
        Add(request.UserId);
        Add(EnumText.Of(request.IntegrationType));
        Add(request.UserContext.ToJsonString(), NpgsqlDbType.Jsonb);
        Add(requestId);
        Add(request.SentBy);
        Add(request.RequestType);
        Add(request.Content);
        Add(JsonSerializer.Serialize(request, WireJson.Options), NpgsqlDbType.Jsonb);
        Add(EventTypes.RequestCreated);
        Add(arrival.TraceParent);
        Add(_options.RepublishAfter, NpgsqlDbType.Interval);
        Add(_options.MaxPendingPerUser, NpgsqlDbType.Integer);
        Add(request.ChannelId);
        Add(request.ThreadId);
        Add(request.IdempotencyKey?.Text);
        Add(request.IdempotencyKey?.Hash, NpgsqlDbType.Bytea);
        Add(_sessions.Timeout, NpgsqlDbType.Interval);
        return command;

        void Add(object? value, NpgsqlDbType type = NpgsqlDbType.Varchar) =>
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static NpgsqlBatchCommand Ending(Arrival arrival) =>
        new(EndSession) { Parameters = { new() { Value = arrival.RequestId.ToString() } } };

    private async Task<Numbering> NumberingInAsync(NpgsqlDataReader row, Arrival arrival, CancellationToken cancellationToken)
    {
        var isThere = arrival.Request.SessionId is null || row.GetBoolean(4); // a session that is not there is the clearer answer
        if (row.GetInt64(0) >= _options.MaxPendingPerUser && isThere) return new Numbering.TooManyPending();
        if (await row.IsDBNullAsync(1, cancellationToken)) return new Numbering.SessionNotFound();
        return new Numbering.Numbered(new(
            arrival.RequestId, Guid.Parse(row.GetString(1)), row.GetInt32(2), arrival.Request, row.GetFieldValue<DateTimeOffset>(3), arrival.TraceParent));
    }

    private static string Storing(string numberingInSession) => $"""
        with open as (
            select count(*) as requests from (select from request_logs where user_id = $2 and completed_at is null limit $13) unanswered
        ), numbered as (
            {numberingInSession}
        ), stored as (
            insert into request_logs (request_id, session_id, session_seq, user_id, sent_by, status, request_type, request_content,
                normalized_request, cloudevent_id, cloudevent_type, trace_parent, next_publish_at, idempotency_key, idempotency_hash)
            select $5, session_id, total_requests, $2, $6, 'PENDING', $7, $8, $9, $5, $10, $11, now() + $12, $16, $17 from numbered
            returning session_id, session_seq, created_at
        )
        select open.requests, stored.session_id, stored.session_seq, stored.created_at, stored.session_id is not null or exists (
            select from request_sessions where session_id = $1 and user_id = $2 and integration_type = $3 and status = 'ACTIVE')
        from open left join stored on true
        """;

    private sealed record Arrival(Guid RequestId, NormalizedRequest Request, string? TraceParent)
    {
        public Numbering? Numbering { get; set; }
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
