using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>The due rows of <c>delivery_logs</c>, shared by all replicas: what was claimed is under a lease that is renewed, given back, or expires.</summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database, IOptions<DeliveriesOptions> options)
{
    private readonly DeliveriesOptions _options = options.Value;

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
}
