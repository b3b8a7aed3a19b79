namespace IntegrationDispatcher.Deliveries;

/// <summary>
/// What claims due deliveries, in two looks: at what has been due longest, which is all where not much is due; and from one far side to the
/// next, so that however much is due to those that are full costs nothing.
/// </summary>
internal static class ClaimSql
{
    /// <summary>Of what has been due longest, whoever it is for, and of what has expired. It has seen all that is due when there was less than it looked for.</summary>
    public const string OfOldest = $"""
        with oldest as (
          select {Seen} from delivery_logs d where d.next_attempt_at <= now() and {IsFree} order by d.next_attempt_at limit {ManyOldest}),
        expired as (
          select {Seen} from delivery_logs d
          where num_nulls(d.next_attempt_at) < 1 and d.expires_at < now() and coalesce(d.next_attempt_at <= now(), false) and {IsFree}
          order by d.expires_at limit {ManyOldest}),
        seen as (
          select * from oldest union all select * from expired where id not in (select id from oldest)),
        outlook as (
          select (select count(*) from oldest) >= {ManyOldest}, false, array[]::text[], array[]::text[]),
        {ClaimSeen}
        """;

    /// <summary>
    /// Of what has been due longest to each far side that is not full, of as many far sides as it may visit, and of what goes to none. One that
    /// is full costs one step, whatever is due to it. It looks some way past those that must wait for others.
    /// </summary>
    /// <param name="toOne">How many it sees of what is due to one far side.</param>
    /// <param name="toNone">How many it sees of what is due, over one integration, to none.</param>
    public static string OfFarSides(int toOne, int toNone) => FormattableString.Invariant($"""
        with recursive far_side (integration_type, destination, number) as (
          select t.integration_type, n.destination, 1
          from unnest($15::text[], $16::text[]) as t (integration_type, visited) cross join lateral (
            select d.destination from delivery_logs d
            where num_nulls(d.next_attempt_at) = 0 and d.integration_type = t.integration_type and d.destination > t.visited
            order by d.destination limit 1) n
          union all
          select f.integration_type, n.destination, f.number + 1
          from far_side f cross join lateral (
            select d.destination from delivery_logs d
            where num_nulls(d.next_attempt_at) = 0 and d.integration_type = f.integration_type and d.destination > f.destination
            order by d.destination limit 1) n
          where f.number < $2),
        open as (
          select f.integration_type, f.destination, least(coalesce(known.free, $5), $6) as places
          from far_side f left join unnest($3::text[], $4::int[]) as known (destination, free) on known.destination = f.destination
          where coalesce(known.free, $5) > 0),
        seen as (
          select s.*, o.places from open o cross join lateral (
            select {Seen} from delivery_logs d
            where {IsDueThere} and d.integration_type = o.integration_type and d.destination = o.destination and {IsFree}
            order by d.next_attempt_at, d.priority, d.id limit {toOne}) s
          union all
          select s.*, least($6, $14) from unnest($15::text[]) as t (integration_type) cross join lateral (
            select {Seen} from delivery_logs d
            where {IsDueThere} and d.integration_type = t.integration_type and d.destination is null and {IsFree}
            order by d.next_attempt_at, d.priority, d.id limit {toNone}) s),
        outlook as (
          select exists (select 1 from far_side where number = $2),
            exists (
              select 1 from seen s left join waiting w on w.id = s.id
              group by s.integration_type, s.destination, s.places
              having count(*) >= case when s.destination is null then {toNone} else {toOne} end and count(w.id) < s.places),
            array(select integration_type from far_side where number = $2 order by integration_type),
            array(select destination from far_side where number = $2 order by integration_type)),
        {ClaimSeen}
        """);

    // Limits stand here as numbers: of a parameter the planner knows nothing, takes it for a tenth of all, and for so many reads all that is due and sorts it.
    private const string ManyOldest = "250";

    // All that is asked of a row, so that it need not be read twice.
    private const string Seen =
        "d.id, d.plan_id, d.integration_type, d.destination, d.next_attempt_at, d.priority, d.attempts, d.order_key, d.expires_at";

    // What is in somebody's hand is not counted as seen: it is few, and ends.
    private const string IsFree = "(d.leased_until is null or d.leased_until < now()) and d.id <> all ($8)";

    // Statistics of a quiet time say that nothing is due, and then any index of what is due looks as good as another, to be read whole. So each says in
    // its own words what is due. The planner takes an index whose words follow from the question's: "= 0" speaks for "< 1" and both for "<> 1", which asks for
    // an order as well; not the other way round. A comparison of rows speaks for none of them.
    private const string IsDueThere = "num_nulls(d.next_attempt_at) = 0 and (d.next_attempt_at, d.priority) <= (now(), 2147483647)";

    // "next_attempt_at is not null" means under way. What has an order waits for those of its session that come before it, and for a number
    // that is still on its way here; what is of lower priority waits, for as long as the patience lasts, for those nobody has begun. What
    // has expired waits for nothing. What this replica holds is never claimed again, even when its lease has expired: it may have been sent,
    // and the result may be on its way. "put_off" gives those of lower priority their patience, which mostly the plan has done already.
    // "num_nonnulls" and "coalesce" keep an index of what is due from being read whole for each row, when its statistics say that it is empty.
    private const string ClaimSeen = """
        waiting as (
          select d.id, d.destination, d.integration_type, d.next_attempt_at, d.priority, d.expires_at < now() as is_over
          from seen d
          where d.integration_type <> all ($12)
            and (d.expires_at < now() or (
              (d.destination is null or d.destination <> all ($1))
              and (d.order_key is null or not exists (
                select 1 from delivery_plans p
                where p.id = d.plan_id and p.session_seq > 1 and (
                  exists (
                    select 1 from delivery_logs e
                    where e.session_id = p.session_id and e.order_key = d.order_key and num_nulls(e.next_attempt_at) <> 1
                      and (select q.session_seq from delivery_plans q where q.id = e.plan_id) < p.session_seq)
                  or (p.created_at >= now() - $10 and not exists (
                    select 1 from delivery_plans q
                    where q.session_id = p.session_id and (q.session_seq = p.session_seq - 1 or q.session_seq is null) and q.body_hash is null)))))
              and (d.attempts > 0 or d.next_attempt_at < now() - $9 or not exists (
                select 1 from delivery_logs e
                where e.plan_id = d.plan_id and e.priority < d.priority and e.attempts = 0 and num_nonnulls(e.next_attempt_at) = 1
                  and (e.leased_until is null or e.leased_until < now())
                  and e.id <> all ($8) and (e.destination is null or e.destination <> all ($1))))))),
        placed as (
          select w.*, row_number() over (partition by w.destination order by w.next_attempt_at, w.priority, w.id) as place from waiting w),
        fitting as (
          select p.*, row_number() over (partition by p.integration_type order by p.next_attempt_at, p.priority, p.id) as place_of_type
          from placed p left join unnest($3::text[], $4::int[]) as known (destination, free) on known.destination = p.destination
          where p.destination is null or p.place <= coalesce(known.free, $5) or p.is_over),
        due as (
          select d.id, d.plan_id, d.priority, d.attempts
          from delivery_logs d
          where d.id = any (array(
              select f.id from fitting f
              left join unnest($11::text[], $13::int[]) as known (integration_type, free) on known.integration_type = f.integration_type
              where f.place_of_type <= coalesce(known.free, $14)))
            and coalesce(d.next_attempt_at <= now(), false) and (d.leased_until is null or d.leased_until < now())
          order by d.next_attempt_at, d.priority, d.id
          limit $6
          for update of d skip locked),
        put_off as (
          update delivery_logs d set next_attempt_at = now() + $9
          where d.id in (
            select l.id from due join delivery_logs l on l.plan_id = due.plan_id and l.priority > due.priority
            where due.attempts = 0 and l.attempts = 0 and l.leased_until is null and coalesce(l.next_attempt_at < now() + $9 / 2, false)
            for update of l skip locked)),
        claimed as (
          update delivery_logs d set leased_until = now() + $7, lease_epoch = d.lease_epoch + 1,
            lost_leases = d.lost_leases + case when d.leased_until is null then 0 else 1 end
          from due join delivery_plans p on p.id = due.plan_id
          where d.id = due.id
          returning d.id, d.lease_epoch, d.integration_type, d.status, d.attempts, d.max_attempts, d.next_attempt_at, d.expires_at, d.error_message,
            d.destination, d.delivery_id, p.request_id, p.session_id, p.user_id, p.agent_id, p.subject, p.content, p.origin, p.metadata,
            p.integration_context, p.responded_at, p.mode, p.decisions, p.trace_parent, p.correlation_id, p.causation_id,
            d.attempts = 0 and exists (
              select 1 from delivery_logs l
              where l.plan_id = d.plan_id and l.priority > d.priority and l.attempts = 0 and num_nonnulls(l.next_attempt_at) = 1) as others_wait,
            d.lost_leases, d.begun_attempts)
        select c.*, o.* from outlook as o (has_more, hides_some, types, visited) left join claimed c on true
        """;
}
