using System.Text.Json;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Writes down what attempts led to: many at once, each only while the delivery is still its holder's.</summary>
internal sealed class DeliveryBooks : IAsyncDisposable
{
    private const int MaxBatch = 200;

    // One statement, so that an attempt, what it means for the delivery, and who goes next are committed together or not at all.
    // "woken": first attempts of lower priority, which would else wait for their patience to end.
    private const string RecordSql = """
        with result as (
          select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::text[], $7::text[], $22::boolean[])
            as r (id, epoch, status, attempts, next_attempt_at, error, destination, others_wait)),
        recorded as (
          update delivery_logs d set status = r.status, attempts = r.attempts, next_attempt_at = r.next_attempt_at, error_message = r.error,
            destination = coalesce(r.destination, d.destination), leased_until = null, updated_at = now()
          from result r
          where d.id = r.id and d.lease_epoch = r.epoch and d.leased_until is not null
          returning d.id, d.plan_id, d.request_id, d.session_id, d.user_id, d.subject, d.priority, r.others_wait),
        woken as (
          update delivery_logs d set next_attempt_at = now()
          from recorded r
          where r.others_wait and d.plan_id = r.plan_id and d.priority > r.priority
            and d.attempts = 0 and d.next_attempt_at > now() and d.leased_until is null
            and not exists (
              select 1 from delivery_logs e
              where e.plan_id = d.plan_id and e.priority < d.priority and e.attempts = 0 and e.next_attempt_at is not null
                and e.id not in (select id from recorded))),
        attempt as (
          insert into delivery_attempts (delivery_log_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
          select a.id, a.number, a.started_at, a.duration_ms, a.outcome, a.status_code, a.error, a.response_excerpt
          from unnest($8::bigint[], $9::int[], $10::timestamptz[], $11::int[], $12::text[], $13::int[], $14::text[], $15::text[])
            as a (id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
          join recorded on recorded.id = a.id),
        next as (
          insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, subject, status, attempts,
            max_attempts, priority, next_attempt_at, expires_at, lease_epoch)
          select n.delivery_id, r.plan_id, r.request_id, r.session_id, r.user_id, n.integration_type, r.subject, 'PENDING', 0,
            n.max_attempts, n.priority, now(), now() + $21, 0
          from unnest($16::bigint[], $17::text[], $18::text[], $19::int[], $20::int[]) as n (after_id, delivery_id, integration_type, max_attempts, priority)
          join recorded r on r.id = n.after_id
          on conflict (plan_id, integration_type) do nothing)
        select id from recorded
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
        _batcher = new(MaxBatch, CommitAsync);
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
        var attempts = results.Where(result => result.Attempt is not null).Select(result => (result.Due.Id, Attempt: result.Attempt!, result.State)).ToList();
        var next = results.Where(result => result.Next is not null).Select(result => (result.Due.Id, Next: result.Next!)).ToList();
        await using var command = _database.CreateCommand(RecordSql);
        command
            .WithColumn(results, r => r.Due.Id).WithColumn(results, r => r.Due.Epoch).WithColumn(results, r => EnumText.Of(r.State.Status))
            .WithColumn(results, r => r.State.Attempts).WithColumn(results, r => r.State.NextAttemptAt).WithColumn(results, r => r.State.Error)
            .WithColumn(results, r => r.Attempt?.Destination)
            .WithColumn(attempts, a => a.Id).WithColumn(attempts, a => a.Attempt.Number).WithColumn(attempts, a => a.Attempt.StartedAt)
            .WithColumn(attempts, a => (int)a.Attempt.Duration.TotalMilliseconds).WithColumn(attempts, a => NameOf(a.Attempt.Outcome))
            .WithColumn(attempts, a => a.Attempt.Outcome.StatusCode).WithColumn(attempts, a => a.State.Error)
            .WithColumn(attempts, a => a.Attempt.Outcome.ResponseExcerpt)
            .WithColumn(next, n => n.Id).WithColumn(next, _ => Guid.CreateVersion7().ToString())
            .WithColumn(next, n => EnumText.Of(n.Next.IntegrationType)).WithColumn(next, n => n.Next.MaxAttempts!.Value)
            .WithColumn(next, n => n.Next.Priority!.Value).With(_expiry)
            .WithColumn(results, r => r.Due.OthersWait);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var byId = results.ToDictionary(result => result.Due.Id);
        while (await reader.ReadAsync(cancellationToken)) byId[reader.GetInt64(0)].IsRecorded = true;
    }

    private static string NameOf(Outcome outcome) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(outcome.GetType().Name);
}

/// <summary>What is to be written down about a delivery.</summary>
/// <param name="Attempt">Null when its time ran out without another attempt.</param>
/// <param name="Next">Which integration goes next, now that this one has ended without success.</param>
internal sealed record DeliveryResult(DueDelivery Due, DeliveryState State, Attempt? Attempt, PlanDecision? Next)
{
    public bool IsRecorded { get; set; }
}
