using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults.Retention;

namespace IntegrationDispatcher.Storage;

/// <summary>Section <c>Retention</c>: how long what is over is kept.</summary>
internal sealed class DeliveryRetentionOptions : RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>
    /// How long a message is kept after the last of its deliveries has ended, with its plan, attempts and what people said of it; a session's last
    /// one until the session is over. Zero for ever.
    /// </summary>
    [KeptFor]
    public TimeSpan Deliveries { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the key of an event of Slack's is kept after it was dealt with; zero for ever.</summary>
    [KeptFor]
    public TimeSpan SlackEvents { get; set; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class DeliveryRetentionOptionsValidator : IValidateOptions<DeliveryRetentionOptions>;

/// <summary>What the dispatcher forgets: messages all of whose deliveries have ended, and events of Slack's that are dealt with.</summary>
internal static class DeliveryRetention
{
    // The next message of a session asks for the one before it, and would wait for one that is forgotten.
    private const string OldPlans = """
        select next.id, case when next.session_seq is not null and not exists (
            select from delivery_plans later where later.session_id = next.session_id and later.session_seq > next.session_seq) then next.session_id end
        from (select id, session_id, session_seq, created_at from delivery_plans where id > $1 order by id limit $3) next
        where next.created_at < now() - $2 order by next.id
        """;

    // A delivery that is begun again at this moment is seen once its row is locked; then its plan stays. Deliveries and attempts go with their plan.
    private const string DeletePlans = """
        with old as (
          select p.id, p.request_id from delivery_plans p
          where p.id = any($1) and p.created_at < now() - $2
            and not exists (select from delivery_logs d where d.plan_id = p.id and d.next_attempt_at is not null)
          order by p.id for update skip locked),
        deliveries as (
          select d.plan_id, d.delivery_id, d.next_attempt_at is not null or d.updated_at >= now() - $2 as is_needed
          from delivery_logs d where d.plan_id in (select id from old) order by d.id for update),
        gone as (
          select * from old where not exists (select from deliveries d where d.plan_id = old.id and d.is_needed)),
        posts as (
          delete from slack_posts where delivery_id in (select d.delivery_id::uuid from deliveries d join gone on gone.id = d.plan_id)),
        tests as (
          delete from test_deliveries where delivery_id in (select d.delivery_id from deliveries d join gone on gone.id = d.plan_id)),
        feedback as (
          delete from answer_feedback where request_id in (select request_id from gone))
        delete from delivery_plans p using gone where p.id = gone.id
        """;

    private const string OldSlackEvents = """
        select id, null::uuid from slack_events where id > $1 and finished_at < now() - $2 order by id limit $3
        """;

    private const string DeleteSlackEvents = "delete from slack_events where id = any($1) and finished_at < now() - $2";

    public static void AddDeliveryRetention(this IHostApplicationBuilder builder) =>
        builder.AddRetention<DeliveryRetentionOptions, DeliveryRetentionOptionsValidator>(
            DeliveryRetentionOptions.Section,
            options =>
            [
                new("plans", options.Deliveries, OldPlans, DeletePlans),
                new("slack_events", options.SlackEvents, OldSlackEvents, DeleteSlackEvents),
            ]);
}
