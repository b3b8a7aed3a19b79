namespace AgentService.Turns;

/// <summary>The statements of <see cref="Mailboxes"/>.</summary>
internal static class MailboxSql
{
    // One commit for many sessions. Two statements, because locking takes the newest version of a mailbox, whose next turn may have come
    // in after the first statement's snapshot; the second one's is taken under the locks.
    // What it costs must not grow with what waits: it goes from one agent for which something waits to the next, past all that waits for it, and takes
    // each one's oldest in the index's order. Agents that nobody knows share the router's slots, oldest first; each is visited, as they are few. The
    // mailboxes are named by an array: joined, the planner would read all there are, since it cannot know how few these are.
    public const string ClaimMailboxes = """
        with recursive waiting(agent_id) as (
            (select next_agent_id::text from agent_mailboxes where ready_at is not null order by next_agent_id limit 1)
            union all
            select (select next_agent_id from agent_mailboxes where ready_at is not null and next_agent_id > w.agent_id order by next_agent_id limit 1)
            from waiting w where w.agent_id is not null
        ), ready as (
            select free.bulkhead, free.slots, m.session_id, m.ready_at
            from waiting w
            join unnest($1, $2) as free(bulkhead, slots) on free.bulkhead = case when w.agent_id = any($4) then w.agent_id else $3 end
            cross join lateral (
                select session_id, ready_at from agent_mailboxes
                where next_agent_id = w.agent_id and ready_at <= now() and (leased_until is null or leased_until < now())
                order by ready_at limit free.slots for update skip locked) m
        ), oldest as (
            select session_id, slots, row_number() over (partition by bulkhead order by ready_at) as place from ready
        )
        update agent_mailboxes set epoch = epoch + 1, attempts = attempts + 1, claim_id = $5, leased_until = now() + $6
        where session_id = any(array(select session_id from oldest where place <= slots))
        """;

    // The claim has counted the attempt, in the mailbox: a turn's row, which holds the request, is not written anew for it.
    public const string ClaimedTurns = """
        select t.request, t.session_seq, m.epoch, m.next_agent_id, m.current_agent_id, m.conversation_context, m.attempts,
            t.reply_to, t.correlation_id, t.trace_parent, now() - t.created_at, t.request_id, t.session_id, t.created_at,
            (select b.completed_at from agent_turns b where b.session_id = t.session_id and b.session_seq = t.session_seq - 1), now()
        from agent_mailboxes m join agent_turns t on t.session_id = m.session_id and t.session_seq = m.next_seq
        where m.claim_id = $1 and t.completed_at is null
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
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $11, $12)
                as a(session_id, epoch, session_seq, status, agent_id, response, current_agent_id, conversation_context, attempts, started_at)
        ), fenced as (
            update agent_mailboxes m
            set next_seq = m.next_seq + 1, current_agent_id = coalesce(a.current_agent_id, m.current_agent_id),
                conversation_context = coalesce(a.conversation_context, m.conversation_context),
                ready_at = case when n.id is not null then now() end,
                next_agent_id = coalesce(n.target_agent_id, a.current_agent_id, m.current_agent_id, $10),
                attempts = 0, leased_until = null, claim_id = null
            from answered a
            left join agent_turns n on n.session_id = a.session_id and n.session_seq = a.session_seq + 1 and n.completed_at is null
            where m.session_id = a.session_id and m.epoch = a.epoch and m.next_seq = a.session_seq
            returning m.session_id, m.epoch, m.ready_at
        ), completed as (
            update agent_turns t
            set status = a.status, agent_id = a.agent_id, response = a.response, attempts = a.attempts, started_at = a.started_at,
                completed_at = now(), next_publish_at = now() + $9
            from fenced join answered a using (session_id, epoch)
            where t.session_id = a.session_id and t.session_seq = a.session_seq
        )
        select session_id, epoch, ready_at is not null from fenced
        """;

    public const string ReleaseUnfinished = """
        update agent_mailboxes
        set ready_at = now() + $3, next_agent_id = coalesce($6, next_agent_id), attempts = attempts - $4, leased_until = null, claim_id = null
        where session_id = $1 and epoch = $2 and next_seq = $5 and claim_id is not null
        """;
}
