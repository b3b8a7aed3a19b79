namespace RequestManager.Sessions;

/// <summary>The statements of <see cref="SessionNumbering"/>.</summary>
internal static class NumberingSql
{
    // Each row of another person: all of them under one statement's locks, in one order. Two first messages at the same time share one session:
    // the second finds the first's row by the unique index and waits for it.
    public const string IntoCurrentSessions = """
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
    public const string IntoNamedSession = """
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
    public const string EndSession = """
        update request_sessions s set status = 'INACTIVE' from request_logs r where r.request_id = $1 and s.session_id = r.session_id
        """;
}
