using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;

namespace RequestManager.Sessions;

/// <summary>
/// Puts a request into its session: finds or opens the session, numbers the request under the session row's lock and stores both, in one
/// commit. From its return on the request cannot be lost.
/// </summary>
internal sealed class SessionNumbering(NpgsqlDataSource database, IOptions<RequestOptions> options, IOptions<SessionOptions> sessions)
{
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

    public async Task<Numbering> NumberAsync(Guid requestId, NormalizedRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(requestId, request, cancellationToken);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: IdempotencyKey.Index })
        {
            return new Numbering.Repeated(); // all is rolled back, the number in the session too
        }
    }

    private async Task<Numbering> StoreAsync(Guid requestId, NormalizedRequest request, CancellationToken cancellationToken)
    {
        var traceParent = Activity.Current?.Id;
        await using var batch = database.CreateBatch();
        var command = new NpgsqlBatchCommand(request.SessionId is null ? _intoCurrentSession : _intoNamedSession);
        batch.BatchCommands.Add(command);
        Add(command, (request.SessionId ?? Guid.CreateVersion7()).ToString());
        Add(command, request.UserId);
        Add(command, EnumText.Of(request.IntegrationType));
        Add(command, request.UserContext.ToJsonString(), NpgsqlDbType.Jsonb);
        Add(command, requestId.ToString());
        Add(command, request.SentBy);
        Add(command, request.RequestType);
        Add(command, request.Content);
        Add(command, JsonSerializer.Serialize(request, WireJson.Options), NpgsqlDbType.Jsonb);
        Add(command, EventTypes.RequestCreated);
        Add(command, traceParent, NpgsqlDbType.Varchar);
        Add(command, options.Value.RepublishAfter, NpgsqlDbType.Interval);
        Add(command, options.Value.MaxPendingPerUser, NpgsqlDbType.Integer);
        Add(command, request.ChannelId);
        Add(command, request.ThreadId);
        Add(command, request.IdempotencyKey?.Text);
        Add(command, request.IdempotencyKey?.Hash, NpgsqlDbType.Bytea);
        Add(command, sessions.Value.Timeout, NpgsqlDbType.Interval);
        if (request.Command == SessionCommand.Reset) batch.BatchCommands.Add(new(EndSession) { Parameters = { new() { Value = requestId.ToString() } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var isThere = request.SessionId is null || reader.GetBoolean(4); // a session that is not there is the clearer answer
        if (reader.GetInt64(0) >= options.Value.MaxPendingPerUser && isThere) return new Numbering.TooManyPending();
        if (await reader.IsDBNullAsync(1, cancellationToken)) return new Numbering.SessionNotFound();
        var numbered = new NumberedRequest(
            requestId, Guid.Parse(reader.GetString(1)), reader.GetInt32(2), request, reader.GetFieldValue<DateTimeOffset>(3), traceParent);
        await reader.NextResultAsync(cancellationToken); // only now is it known that all of it is committed
        return new Numbering.Numbered(numbered);
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

    private static void Add(NpgsqlBatchCommand command, object? value, NpgsqlDbType type = NpgsqlDbType.Varchar) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
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
