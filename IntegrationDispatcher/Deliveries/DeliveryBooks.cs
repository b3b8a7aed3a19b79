using System.Text.Json;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Writes down what attempts led to: many at once, each only while the delivery is still its holder's.</summary>
internal sealed class DeliveryBooks : IAsyncDisposable
{
    private const int MaxBatch = 200;

    // One statement, so that an attempt, what it means for the delivery, and who goes next are committed together or not at all.
    // "woken": first attempts of lower priority, which would else wait for their patience to end.
    private const string RecordSql = """
        with result as (
          select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::text[], $7::text[], $8::boolean[])
            as r (id, epoch, status, attempts, next_attempt_at, error, destination, others_wait)),
        mine as (
          select d.id, d.lease_epoch as epoch
          from delivery_logs d join result r on d.id = r.id and d.lease_epoch = r.epoch
          where d.leased_until is not null
          order by d.id for update of d),
        recorded as (
          update delivery_logs d set status = r.status, attempts = r.attempts, next_attempt_at = r.next_attempt_at, error_message = r.error,
            destination = coalesce(r.destination, d.destination), leased_until = null, lost_leases = 0, updated_at = now()
          from mine join result r using (id, epoch)
          where d.id = mine.id
          returning d.id, mine.epoch, d.plan_id, d.request_id, d.session_id, d.user_id, d.subject, d.priority, r.others_wait),
        woken as (
          update delivery_logs d set next_attempt_at = now()
          where d.id in (
            select l.id from recorded r join delivery_logs l on l.plan_id = r.plan_id and l.priority > r.priority
            where r.others_wait and l.attempts = 0 and coalesce(l.next_attempt_at > now(), false) and l.leased_until is null
              and not exists (
                select 1 from delivery_logs e
                where e.plan_id = l.plan_id and e.priority < l.priority and e.attempts = 0 and num_nonnulls(e.next_attempt_at) = 1
                  and e.id not in (select id from recorded))
            order by l.id for update of l skip locked)),
        attempt as (
          insert into delivery_attempts (delivery_log_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
          select id, a.number, a.started_at, a.duration_ms, a.outcome, a.status_code, a.error, a.response_excerpt
          from unnest($9::bigint[], $10::bigint[], $11::int[], $12::timestamptz[], $13::int[], $14::text[], $15::int[], $16::text[], $17::text[])
            as a (id, epoch, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
          join recorded using (id, epoch)),
        next as (
          insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, subject, status, attempts,
            max_attempts, priority, destination, order_key, next_attempt_at, expires_at, lease_epoch, lost_leases)
          select n.delivery_id, r.plan_id, r.request_id, r.session_id, r.user_id, n.integration_type, r.subject, 'PENDING', 0,
            n.max_attempts, n.priority, n.destination, n.order_key, now(), now() + $25, 0, 0
          from unnest($18::bigint[], $19::bigint[], $20::text[], $21::text[], $22::int[], $23::int[], $24::text[], $26::text[])
            as n (after_id, after_epoch, delivery_id, integration_type, max_attempts, priority, destination, order_key)
          join recorded r on r.id = n.after_id and r.epoch = n.after_epoch
          on conflict (plan_id, integration_type) do nothing)
        select id, epoch from recorded
        """;

    private readonly NpgsqlDataSource _database;
    private readonly GoneOverrides _goneOverrides;
    private readonly TimeSpan _expiry;
    private readonly Batcher<DeliveryResult> _batcher;

    public DeliveryBooks(NpgsqlDataSource database, GoneOverrides goneOverrides, IOptions<DeliveriesOptions> options)
    {
        _database = database;
        _goneOverrides = goneOverrides;
        _expiry = options.Value.Expiry;
        _batcher = new(MaxBatch, CommitAsync, Paces.Steady);
    }

    /// <returns>False when another replica has the delivery by now: nothing was written.</returns>
    public async Task<bool> RecordAsync(DeliveryResult result, CancellationToken cancellationToken)
    {
        if (result.Attempt is { Outcome: Outcome.Gone gone, Override: { } tried }) await _goneOverrides.DisableAsync(tried, gone.Reason, cancellationToken);
        await _batcher.AddAsync(result, cancellationToken);
        return result.IsRecorded;
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task CommitAsync(IReadOnlyList<DeliveryResult> results, CancellationToken cancellationToken)
    {
        var attempts = results.Where(result => result.Attempt is not null).Select(result => (result.Due, Attempt: result.Attempt!, result.State)).ToList();
        var next = results.Where(result => result.Next is not null).Select(result => (result.Due, Next: result.Next!)).ToList();
        await using var command = _database.CreateCommand(RecordSql);
        command
            .WithColumn(results, r => r.Due.Id).WithColumn(results, r => r.Due.Epoch).WithColumn(results, r => EnumText.Of(r.State.Status))
            .WithColumn(results, r => r.State.Attempts).WithColumn(results, r => r.State.NextAttemptAt).WithColumn(results, r => r.State.Error)
            .WithColumn(results, r => r.Attempt?.Destination).WithColumn(results, r => r.Due.OthersWait)
            .WithColumn(attempts, a => a.Due.Id).WithColumn(attempts, a => a.Due.Epoch).WithColumn(attempts, a => a.Attempt.Number).WithColumn(attempts, a => a.Attempt.StartedAt)
            .WithColumn(attempts, a => (int)a.Attempt.Duration.TotalMilliseconds).WithColumn(attempts, a => NameOf(a.Attempt.Outcome))
            .WithColumn(attempts, a => a.Attempt.Outcome.StatusCode).WithColumn(attempts, a => a.State.Error)
            .WithColumn(attempts, a => a.Attempt.Outcome.ResponseExcerpt)
            .WithColumn(next, n => n.Due.Id).WithColumn(next, n => n.Due.Epoch).WithColumn(next, _ => Guid.CreateVersion7().ToString())
            .WithColumn(next, n => EnumText.Of(n.Next.Decision.IntegrationType)).WithColumn(next, n => n.Next.Decision.MaxAttempts!.Value)
            .WithColumn(next, n => n.Next.Decision.Priority!.Value).WithColumn(next, n => n.Next.Target.Destination).With(_expiry)
            .WithColumn(next, n => n.Next.Target.OrderKey);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var byClaim = results.ToLookup(result => (result.Due.Id, result.Due.Epoch));
        while (await reader.ReadAsync(cancellationToken))
        {
            foreach (var result in byClaim[(reader.GetInt64(0), reader.GetInt64(1))]) result.IsRecorded = true;
        }
    }

    private static string NameOf(Outcome outcome) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(outcome.GetType().Name);
}

/// <summary>What is to be written down about a delivery.</summary>
/// <param name="Attempt">Null when it ended without another attempt.</param>
/// <param name="Next">Which integration goes next, now that this one has ended without success.</param>
internal sealed record DeliveryResult(DueDelivery Due, DeliveryState State, Attempt? Attempt, NextDelivery? Next)
{
    public bool IsRecorded { get; set; }
}

/// <summary>The delivery that follows one without success.</summary>
internal sealed record NextDelivery(PlanDecision Decision, Target Target);
