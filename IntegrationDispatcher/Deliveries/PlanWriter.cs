using System.Text.Json;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Commits plans with their deliveries: once per request, whatever comes again and however many come at once.</summary>
internal sealed class PlanWriter : IAsyncDisposable
{
    private const int MaxBatch = 200;

    private readonly NpgsqlDataSource _database;
    private readonly PreferenceCache _preferences;
    private readonly Plugs _plugs;
    private readonly DeliveriesOptions _options;
    private readonly WakeUp _wakeUp;
    private readonly Batcher<OutgoingMessage> _batcher;

    public PlanWriter(NpgsqlDataSource database, PreferenceCache preferences, Plugs plugs, IOptions<DeliveriesOptions> options, WakeUp wakeUp)
    {
        _database = database;
        _preferences = preferences;
        _plugs = plugs;
        _options = options.Value;
        _wakeUp = wakeUp;
        _batcher = new(MaxBatch, CommitAsync, Paces.Leisurely);
    }

    /// <summary>Returns after the commit of this message's plan, or of the one that was there before it.</summary>
    public Task WriteAsync(OutgoingMessage message, CancellationToken cancellationToken) => _batcher.AddAsync(message, cancellationToken);

    /// <summary>The same, while a caller waits for it.</summary>
    public Task WriteAtOnceAsync(OutgoingMessage message, CancellationToken cancellationToken) => _batcher.AddAwaitedAsync(message, cancellationToken);

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task CommitAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var preferences = await _preferences.ReadAsync([.. messages.Select(message => message.UserId).Distinct()], cancellationToken);
        var plans = messages
            .DistinctBy(message => message.RequestId)
            .OrderBy(message => message.RequestId) // one order for everyone: two replicas with the same events must not deadlock
            .Select(message => Planned(message, preferences[message.UserId]))
            .ToList();
        if (await InsertAsync(plans, cancellationToken) > 0) _wakeUp.Set();
    }

    private PlannedMessage Planned(OutgoingMessage message, UserPreferences preferences)
    {
        var decisions = message.IsTest
            ? Plan.OfTest(message.Recipient, message.Only![0], preferences, _plugs.Available)
            : Plan.Decide(message.Recipient, message.ResponseType, preferences, _plugs.Available, _options.Mode == DeliveriesOptions.ToFirstSuccess, message.Only);
        var chosen = decisions.Where(decision => decision.Decision == Verdict.Chosen).ToList();
        var deliveries = chosen.Select(decision => new PlannedDelivery(
            message.RequestId,
            decision,
            _plugs.TargetOf(decision.IntegrationType, preferences, message.Recipient),
            decision.Priority == chosen[0].Priority ? TimeSpan.Zero : _options.PriorityPatience)); // cut short when those before it were tried
        return new(message, decisions, [.. deliveries]);
    }

    private async Task<int> InsertAsync(List<PlannedMessage> plans, CancellationToken cancellationToken)
    {
        var deliveries = plans.SelectMany(plan => plan.Deliveries).ToList();
        await using var command = _database.CreateCommand("""
            with plan as (
              insert into delivery_plans (request_id, session_id, user_id, agent_id, subject, content, response_type, origin, metadata,
                integration_context, mode, decisions, trace_parent, correlation_id, causation_id, responded_at, session_seq, body_hash)
              select p.request_id, p.session_id, p.user_id, p.agent_id, p.subject, p.content, p.response_type, p.origin, p.metadata::jsonb,
                p.integration_context::jsonb, $1, p.decisions::jsonb, p.trace_parent, p.correlation_id, p.causation_id, p.responded_at, p.session_seq, p.body_hash
              from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::timestamptz[], $18::int[], $19::bytea[])
                as p (request_id, session_id, user_id, agent_id, subject, content, response_type, origin, metadata, integration_context,
                  decisions, trace_parent, correlation_id, causation_id, responded_at, session_seq, body_hash)
              on conflict (request_id) do nothing
              returning id, request_id, session_id, user_id, subject)
            insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, subject, status, attempts,
              max_attempts, priority, destination, order_key, next_attempt_at, expires_at, lease_epoch, lost_leases)
            select d.delivery_id, plan.id, plan.request_id, plan.session_id, plan.user_id, d.integration_type, plan.subject, 'PENDING', 0,
              d.max_attempts, d.priority, d.destination, d.order_key, now() + d.wait, now() + $2, 0, 0
            from unnest($20::uuid[], $21::text[], $22::text[], $23::int[], $24::int[], $25::text[], $26::text[], $27::interval[])
              as d (request_id, delivery_id, integration_type, max_attempts, priority, destination, order_key, wait)
            join plan on plan.request_id = d.request_id
            """);
        return await command
            .With(_options.Mode).With(_options.Expiry)
            .WithColumn(plans, p => p.Message.RequestId).WithColumn(plans, p => p.Message.SessionId).WithColumn(plans, p => p.Message.UserId)
            .WithColumn(plans, p => p.Message.AgentId).WithColumn(plans, p => p.Message.Subject)
            .WithColumn(plans, p => p.Message.Content).WithColumn(plans, p => EnumText.Of(p.Message.ResponseType))
            .WithColumn(plans, p => p.Message.Origin is { } origin ? EnumText.Of(origin) : null).WithColumn(plans, p => p.Message.Metadata?.ToJsonString())
            .WithColumn(plans, p => p.Message.IntegrationContext?.ToJsonString())
            .WithColumn(plans, p => JsonSerializer.Serialize(p.Decisions, WireJson.Options)).WithColumn(plans, p => p.Message.TraceParent)
            .WithColumn(plans, p => p.Message.CorrelationId).WithColumn(plans, p => p.Message.CausationId)
            .WithColumn(plans, p => p.Message.RespondedAt).WithColumn(plans, p => p.Message.SessionSeq).WithColumn(plans, p => p.Message.BodyHash)
            .WithColumn(deliveries, d => d.RequestId).WithColumn(deliveries, _ => Guid.CreateVersion7().ToString())
            .WithColumn(deliveries, d => EnumText.Of(d.Decision.IntegrationType)).WithColumn(deliveries, d => d.Decision.MaxAttempts!.Value)
            .WithColumn(deliveries, d => d.Decision.Priority!.Value).WithColumn(deliveries, d => d.Target.Destination).WithColumn(deliveries, d => d.Target.OrderKey)
            .WithColumn(deliveries, d => d.Wait)
            .ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record PlannedMessage(OutgoingMessage Message, IReadOnlyList<PlanDecision> Decisions, IReadOnlyList<PlannedDelivery> Deliveries);

    private sealed record PlannedDelivery(Guid RequestId, PlanDecision Decision, Target Target, TimeSpan Wait);
}
