using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>The due rows of <c>delivery_logs</c>, shared by all replicas: claimed under a lease that is renewed, given back, or expires.</summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database, IOptions<DeliveriesOptions> options)
{
    // How far one claim looks beyond what it may take, so that a far side with many due deliveries does not hide the others.
    private const int MinScan = 200;

    // "next_attempt_at is not null" means under way. What has an order waits for those of its session that come before it, and for a number
    // that is still on its way here; what is of lower priority waits, for as long as the patience lasts, for those nobody has begun. What
    // has expired waits for nothing. What this replica holds is never claimed again, even when its lease has expired: it may have been sent,
    // and the result may be on its way. "put_off" gives those of lower priority their patience, which mostly the plan has done already.
    // "num_nonnulls" and "coalesce" keep the index of what is due from being read whole for each row, when its statistics say that it is empty.
    private const string ClaimSql = """
        with waiting as (
          select d.id, d.destination, d.integration_type, d.next_attempt_at, d.priority, d.expires_at < now() as is_over
          from delivery_logs d
          where d.next_attempt_at <= now()
            and (d.leased_until is null or d.leased_until < now())
            and d.id <> all ($8)
            and d.integration_type <> all ($12)
            and (d.expires_at < now() or (
              (d.destination is null or d.destination <> all ($1))
              and (d.order_key is null or not exists (
                select 1 from delivery_plans p
                where p.id = d.plan_id and p.session_seq > 1 and (
                  exists (
                    select 1 from delivery_plans q join delivery_logs e on e.plan_id = q.id
                    where q.session_id = p.session_id and q.session_seq < p.session_seq and e.order_key = d.order_key and e.next_attempt_at is not null)
                  or (p.created_at >= now() - $10 and not exists (
                    select 1 from delivery_plans q
                    where q.session_id = p.session_id and (q.session_seq = p.session_seq - 1 or q.session_seq is null) and q.body_hash is null)))))
              and (d.attempts > 0 or d.next_attempt_at < now() - $9 or not exists (
                select 1 from delivery_logs e
                where e.plan_id = d.plan_id and e.priority < d.priority and e.attempts = 0 and num_nonnulls(e.next_attempt_at) = 1
                  and (e.leased_until is null or e.leased_until < now())
                  and e.id <> all ($8) and (e.destination is null or e.destination <> all ($1))))))
          order by d.next_attempt_at, d.priority, d.id
          limit $2),
        placed as (
          select w.*, row_number() over (partition by w.destination order by w.next_attempt_at, w.priority, w.id) as place from waiting w),
        fitting as (
          select p.*, row_number() over (partition by p.integration_type order by p.next_attempt_at, p.priority, p.id) as place_of_type
          from placed p left join unnest($3::text[], $4::int[]) as known (destination, free) on known.destination = p.destination
          where p.destination is null or p.place <= coalesce(known.free, $5) or p.is_over),
        due as (
          select d.id, d.plan_id, d.priority, d.attempts
          from fitting f
          join delivery_logs d on d.id = f.id
          left join unnest($11::text[], $13::int[]) as known (integration_type, free) on known.integration_type = f.integration_type
          where f.place_of_type <= coalesce(known.free, $14)
            and coalesce(d.next_attempt_at <= now(), false) and (d.leased_until is null or d.leased_until < now())
          order by f.next_attempt_at, f.priority, f.id
          limit $6
          for update of d skip locked),
        put_off as (
          update delivery_logs d set next_attempt_at = now() + $9
          where d.id in (
            select l.id from due join delivery_logs l on l.plan_id = due.plan_id and l.priority > due.priority
            where due.attempts = 0 and l.attempts = 0 and l.leased_until is null and coalesce(l.next_attempt_at < now() + $9 / 2, false)
            for update of l skip locked))
        update delivery_logs d set leased_until = now() + $7, lease_epoch = d.lease_epoch + 1,
          lost_leases = d.lost_leases + case when d.leased_until is null then 0 else 1 end
        from due join delivery_plans p on p.id = due.plan_id
        where d.id = due.id
        returning d.id, d.lease_epoch, d.integration_type, d.status, d.attempts, d.max_attempts, d.next_attempt_at, d.expires_at, d.error_message,
          d.destination, d.delivery_id, p.request_id, p.session_id, p.user_id, p.agent_id, p.subject, p.content, p.origin, p.metadata,
          p.integration_context, p.responded_at, p.mode, p.decisions, p.trace_parent, p.correlation_id, p.causation_id,
          d.attempts = 0 and exists (
            select 1 from delivery_logs l
            where l.plan_id = d.plan_id and l.priority > d.priority and l.attempts = 0 and num_nonnulls(l.next_attempt_at) = 1),
          d.lost_leases, d.begun_attempts
        """;

    private readonly DeliveriesOptions _options = options.Value;

    /// <param name="held">The ids of all this replica has in hand.</param>
    public async Task<IReadOnlyList<DueDelivery>> ClaimAsync(Places places, IEnumerable<long> held, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ClaimSql);
        command
            .With(places.FullDestinations).With(Math.Max(places.Free * 4, MinScan))
            .WithColumn(places.ByDestination, entry => entry.Key).WithColumn(places.ByDestination, entry => entry.Value)
            .With(_options.ConcurrencyPerDestination).With(places.Free).With(_options.Lease)
            .With<long[]>([.. held]).With(_options.PriorityPatience).With(_options.OrderPatience)
            .WithColumn(places.ByType, entry => EnumText.Of(entry.Key)).With(places.FullTypes)
            .WithColumn(places.ByType, entry => entry.Value).With(_options.ConcurrencyPerType);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<DueDelivery>();
        while (await reader.ReadAsync(cancellationToken)) claimed.Add(Read(reader));
        return claimed;
    }

    /// <returns>Those that no other replica has taken; among them any that have just been written down, which stay as they are.</returns>
    public async Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<DueDelivery> held, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            with mine as (
              select d.id
              from delivery_logs d join unnest($1::bigint[], $2::bigint[]) as held (id, epoch) on d.id = held.id and d.lease_epoch = held.epoch
              order by d.id for update of d)
            update delivery_logs d set leased_until = case when d.leased_until is null then null else now() + $3 end
            from mine where d.id = mine.id
            returning d.id
            """);
        command.WithColumn(held, due => due.Id).WithColumn(held, due => due.Epoch).With(_options.Lease);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var still = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken)) still.Add(reader.GetInt64(0));
        return still;
    }

    /// <summary>Writes down that an attempt begins whose repetition nobody could tell.</summary>
    /// <returns>False when another replica has the delivery by now.</returns>
    public async Task<bool> BeginAsync(DueDelivery due, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update delivery_logs set begun_attempts = attempts + 1 where id = $1 and lease_epoch = $2 and leased_until is not null");
        return await command.With(due.Id).With(due.Epoch).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives back what was not tried, so that another replica takes it at once.</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<DueDelivery> held, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            with mine as (
              select d.id
              from delivery_logs d join unnest($1::bigint[], $2::bigint[]) as held (id, epoch) on d.id = held.id and d.lease_epoch = held.epoch
              order by d.id for update of d)
            update delivery_logs d set leased_until = null
            from mine where d.id = mine.id
            """);
        await command.WithColumn(held, due => due.Id).WithColumn(held, due => due.Epoch).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>How long the oldest due delivery has been due; zero when none is.</returns>
    public async Task<TimeSpan> OldestDueAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select coalesce(greatest(now() - min(next_attempt_at), interval '0'), interval '0') from delivery_logs where next_attempt_at is not null");
        return (TimeSpan)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static DueDelivery Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        EnumText.Parse<IntegrationType>(row.GetString(2)),
        new(EnumText.Parse<DeliveryStatus>(row.GetString(3)), row.GetInt32(4), row.GetInt32(5),
            row.Nullable<DateTimeOffset?>(6), row.GetFieldValue<DateTimeOffset>(7), row.Nullable<string>(8)),
        row.Nullable<string>(9),
        row.GetBoolean(26),
        row.GetInt32(27),
        row.GetInt32(28),
        new(Guid.Parse(row.GetString(10)), row.GetGuid(11), row.GetGuid(12), row.GetString(13), row.GetString(14), row.Nullable<string>(15),
            row.GetString(16), row.IsDBNull(17) ? null : EnumText.Parse<IntegrationType>(row.GetString(17)), Json(row, 18), Json(row, 19), row.GetFieldValue<DateTimeOffset>(20)),
        row.GetString(21) == DeliveriesOptions.ToFirstSuccess ? JsonSerializer.Deserialize<PlanDecision[]>(row.GetString(22), WireJson.Options)! : [],
        row.Nullable<string>(23),
        row.Nullable<string>(24),
        row.GetString(25));

    private static JsonObject? Json(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : JsonNode.Parse(row.GetString(ordinal)) as JsonObject;
}
