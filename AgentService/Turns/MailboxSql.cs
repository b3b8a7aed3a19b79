namespace AgentService.Turns;

/// <summary>The statements of <see cref="Mailboxes"/>.</summary>
internal static class MailboxSql
{
    // One commit for many sessions. Two statements, because locking takes the newest version of a mailbox, whose next turn may have come
    // in after the first statement's snapshot; the second one's is taken under the locks.
    public const string ClaimMailboxes = """
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
    public const string BeginTurns = """
        update agent_turns t set attempts = t.attempts + 1, started_at = now()
        from agent_mailboxes m
        where m.claim_id = $1 and t.session_id = m.session_id and t.session_seq = m.next_seq and t.completed_at is null
        returning t.request, t.session_seq, m.epoch, m.next_agent_id, m.current_agent_id, m.conversation_context, t.attempts,
            t.reply_to, t.correlation_id, t.trace_parent, now() - t.created_at, t.request_id, t.session_id, t.created_at,
            (select b.completed_at from agent_turns b where b.session_id = t.session_id and b.session_seq = t.session_seq - 1)
        """;

    // The claim is still there: a mailbox released at this moment must not be leased again without a holder.
    public const string RenewHeld = """
        with held as (
            select m.session_id from agent_mailboxes m join unnest($1, $2) as h(session_id, epoch) using (session_id)
            where m.epoch = h.epoch and m.claim_id is not null order by m.session_id for update of m
        )
        update agent_mailboxes m set leased_until = now() + $3 from held where m.session_id = held.session_id
        returning m.session_id, m.epoch
        """;

    // A statement of its own, so that the next one sees next turns that came in until then.
    public const string LockHeld = """
        select from agent_mailboxes m join unnest($1, $2) as h(session_id, epoch) using (session_id, epoch) order by m.session_id for update of m
        """;

    public const string CompleteTurns = """
        with answered as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
                as a(session_id, epoch, session_seq, status, agent_id, response, current_agent_id, conversation_context)
        ), fenced as (
            update agent_mailboxes m
            set next_seq = m.next_seq + 1, current_agent_id = coalesce(a.current_agent_id, m.current_agent_id),
                conversation_context = coalesce(a.conversation_context, m.conversation_context),
                ready_at = case when n.id is not null then now() end,
                next_agent_id = coalesce(n.target_agent_id, a.current_agent_id, m.current_agent_id, $10),
                leased_until = null, claim_id = null
            from answered a
            left join agent_turns n on n.session_id = a.session_id and n.session_seq = a.session_seq + 1 and n.completed_at is null
            where m.session_id = a.session_id and m.epoch = a.epoch and m.next_seq = a.session_seq
            returning m.session_id, m.epoch, m.ready_at
        ), completed as (
            update agent_turns t
            set status = a.status, agent_id = a.agent_id, response = a.response, completed_at = now(), next_publish_at = now() + $9
            from fenced join answered a using (session_id, epoch)
            where t.session_id = a.session_id and t.session_seq = a.session_seq
        )
        select session_id, epoch, ready_at is not null from fenced
        """;

    public const string ReleaseUnfinished = """
        with released as (
            update agent_mailboxes set ready_at = now() + $3, next_agent_id = coalesce($6, next_agent_id), leased_until = null, claim_id = null
            where session_id = $1 and epoch = $2 and next_seq = $5 and claim_id is not null returning session_id, next_seq
        )
        update agent_turns t set attempts = t.attempts - $4 from released r where t.session_id = r.session_id and t.session_seq = r.next_seq
        """;
}
