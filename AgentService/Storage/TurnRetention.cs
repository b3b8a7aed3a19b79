using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults.Retention;

namespace AgentService.Storage;

/// <summary>Section <c>Retention</c>: how long what is over is kept.</summary>
public sealed class TurnRetentionOptions : RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>
    /// How long a turn is kept after its answer, with the outcomes of its tools; a session's last one, and what is kept of the conversation,
    /// until the session is over. Zero for ever. Tickets are never forgotten.
    /// </summary>
    [KeptFor]
    public TimeSpan Turns { get; set; } = TimeSpan.FromDays(90);
}

[OptionsValidator]
internal sealed partial class TurnRetentionOptionsValidator : IValidateOptions<TurnRetentionOptions>;

/// <summary>
/// What AgentService forgets: turns whose answer has arrived. A session's mailbox goes with its last turn, and only when the session can
/// never go on: it is what its numbers are known by.
/// </summary>
internal static class TurnRetention
{
    private const string OldTurns = """
        select next.id, case when m.next_seq <= next.session_seq + 1 then next.session_id end
        from (select id, session_id, session_seq, created_at from agent_turns where id > $1 order by id limit $3) next
        left join agent_mailboxes m using (session_id)
        where next.created_at < now() - $2 order by next.id
        """;

    // What a tool did stays as long as its flow is under way or its outcome is unknown, but not longer than the session.
    private const string DeleteTurns = """
        with old as (
            select t.id, t.session_id, t.request_id, coalesce(m.next_seq <= t.session_seq + 1, false) as is_last
            from agent_turns t left join agent_mailboxes m using (session_id)
            where t.id = any($1) and t.completed_at < now() - $2 and t.response_confirmed_at is not null
            order by t.id for update of t skip locked
        ), closed as (
            delete from agent_mailboxes m using old
            where m.session_id = old.session_id and old.is_last and m.ready_at is null and m.claim_id is null
              and not exists (select from agent_turns t where t.session_id = m.session_id and t.id not in (select id from old))
            returning m.session_id
        ), gone as (
            select * from old where not is_last or session_id in (select session_id from closed)
        ), calls as (
            delete from tool_calls c using gone
            where c.session_id = gone.session_id and (
                gone.session_id in (select session_id from closed)
                or (c.request_id = gone.request_id and c.finished_at is not null and not exists (
                    select from agent_mailboxes m where m.session_id = c.session_id
                      and jsonb_path_exists(m.conversation_context, '$.flows.*.id ? (@ == $flow)', jsonb_build_object('flow', c.flow_id)))))
        )
        delete from agent_turns t using gone where t.id = gone.id
        """;

    public static void AddTurnRetention(this IHostApplicationBuilder builder) =>
        builder.AddRetention<TurnRetentionOptions, TurnRetentionOptionsValidator>(
            TurnRetentionOptions.Section, options => [new("turns", options.Turns, OldTurns, DeleteTurns)]);
}
