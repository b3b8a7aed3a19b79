using System.Text.Json;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Commits plans with their deliveries: once per request, whatever comes again and however many come at once.</summary>
internal sealed class PlanWriter : IAsyncDisposable
{
    private const int MaxBatch = 200;

    private readonly NpgsqlDataSource _database;
    private readonly PreferenceReader _preferences;
    private readonly Plugs _plugs;
    private readonly DeliveriesOptions _options;
    private readonly WakeUp _wakeUp;
    private readonly Batcher<Envelope<ResponseReady>> _batcher;

    public PlanWriter(NpgsqlDataSource database, PreferenceReader preferences, Plugs plugs, IOptions<DeliveriesOptions> options, WakeUp wakeUp)
    {
        _database = database;
        _preferences = preferences;
        _plugs = plugs;
        _options = options.Value;
        _wakeUp = wakeUp;
        _batcher = new(MaxBatch, CommitAsync);
    }

    /// <summary>Returns after the commit of this plan, or of the one that was there before it.</summary>
    public Task WriteAsync(Envelope<ResponseReady> response, CancellationToken cancellationToken) => _batcher.AddAsync(response, cancellationToken);

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task CommitAsync(IReadOnlyList<Envelope<ResponseReady>> responses, CancellationToken cancellationToken)
    {
        var preferences = await _preferences.ReadAsync([.. responses.Select(response => response.Data.UserId).Distinct()], cancellationToken);
        var plans = responses
            .DistinctBy(response => response.Data.RequestId)
            .OrderBy(response => response.Data.RequestId) // one order for everyone: two replicas with the same events must not deadlock
            .Select(response => Planned(response, preferences[response.Data.UserId]))
            .ToList();
        if (await InsertAsync(plans, cancellationToken) > 0) _wakeUp.Set();
    }

    private PlannedResponse Planned(Envelope<ResponseReady> response, UserPreferences preferences)
    {
        var decisions = Plan.Decide(
            response.Data.IntegrationType, response.Data.ResponseType, preferences, _plugs.Available, _options.Mode == DeliveriesOptions.ToFirstSuccess);
        var chosen = decisions.Where(decision => decision.Decision == Verdict.Chosen).ToList();
        var deliveries = chosen.Select(decision => new PlannedDelivery(
            response.Data.RequestId,
            decision,
            _plugs.DestinationOf(decision.IntegrationType, preferences),
            decision.Priority == chosen[0].Priority ? TimeSpan.Zero : _options.PriorityPatience)); // cut short when those before it were tried
        return new(response, decisions, [.. deliveries]);
    }

    private async Task<int> InsertAsync(List<PlannedResponse> plans, CancellationToken cancellationToken)
    {
        var deliveries = plans.SelectMany(plan => plan.Deliveries).ToList();
        await using var command = _database.CreateCommand("""
            with plan as (
              insert into delivery_plans (request_id, session_id, user_id, agent_id, subject, content, response_type, origin, metadata,
                integration_context, mode, decisions, trace_parent, correlation_id, causation_id, responded_at)
              select p.request_id, p.session_id, p.user_id, p.agent_id, p.subject, p.content, p.response_type, p.origin, p.metadata::jsonb,
                p.integration_context::jsonb, $1, p.decisions::jsonb, p.trace_parent, p.correlation_id, p.causation_id, p.responded_at
              from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::timestamptz[])
                as p (request_id, session_id, user_id, agent_id, subject, content, response_type, origin, metadata, integration_context,
                  decisions, trace_parent, correlation_id, causation_id, responded_at)
              on conflict (request_id) do nothing
              returning id, request_id, session_id, user_id, subject)
            insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, subject, status, attempts,
              max_attempts, priority, destination, next_attempt_at, expires_at, lease_epoch, lost_leases)
            select d.delivery_id, plan.id, plan.request_id, plan.session_id, plan.user_id, d.integration_type, plan.subject, 'PENDING', 0,
              d.max_attempts, d.priority, d.destination, now() + d.wait, now() + $2, 0, 0
            from unnest($18::uuid[], $19::text[], $20::text[], $21::int[], $22::int[], $23::text[], $24::interval[])
              as d (request_id, delivery_id, integration_type, max_attempts, priority, destination, wait)
            join plan on plan.request_id = d.request_id
            """);
        return await command
            .With(_options.Mode).With(_options.Expiry)
            .WithColumn(plans, p => p.Data.RequestId).WithColumn(plans, p => p.Data.SessionId).WithColumn(plans, p => p.Data.UserId)
            .WithColumn(plans, p => p.Data.AgentId).WithColumn(plans, p => ConfigValues.TextOf(p.Data.Metadata?["subject"]))
            .WithColumn(plans, p => p.Data.Content).WithColumn(plans, p => EnumText.Of(p.Data.ResponseType))
            .WithColumn(plans, p => EnumText.Of(p.Data.IntegrationType)).WithColumn(plans, p => p.Data.Metadata?.ToJsonString())
            .WithColumn(plans, p => p.Data.IntegrationContext?.ToJsonString())
            .WithColumn(plans, p => JsonSerializer.Serialize(p.Decisions, WireJson.Options)).WithColumn(plans, p => p.Response.TraceParent)
            .WithColumn(plans, p => p.Response.CorrelationId).WithColumn(plans, p => p.Response.Id)
            .WithColumn(plans, p => p.Data.CreatedAt.ToUniversalTime())
            .WithColumn(deliveries, d => d.RequestId).WithColumn(deliveries, _ => Guid.CreateVersion7().ToString())
            .WithColumn(deliveries, d => EnumText.Of(d.Decision.IntegrationType)).WithColumn(deliveries, d => d.Decision.MaxAttempts!.Value)
            .WithColumn(deliveries, d => d.Decision.Priority!.Value).WithColumn(deliveries, d => d.Destination)
            .WithColumn(deliveries, d => d.Wait)
            .ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record PlannedResponse(Envelope<ResponseReady> Response, IReadOnlyList<PlanDecision> Decisions, IReadOnlyList<PlannedDelivery> Deliveries)
    {
        public ResponseReady Data => Response.Data;
    }

    private sealed record PlannedDelivery(Guid RequestId, PlanDecision Decision, string? Destination, TimeSpan Wait);
}
