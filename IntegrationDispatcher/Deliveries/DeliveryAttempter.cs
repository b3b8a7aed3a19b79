using System.Diagnostics;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Makes one attempt with the settings as they are now, so that a corrected address helps the next try.</summary>
internal sealed partial class DeliveryAttempter(Plugs plugs, DeliveryQueue queue, TimeProvider clock, ILogger<DeliveryAttempter> logger)
{
    /// <exception cref="OperationCanceledException">The attempt was cut; it does not count.</exception>
    public async Task<Attempt> TryAsync(DueDelivery due, UserPreferences preferences, CancellationToken cancellationToken)
    {
        var settings = EffectiveConfiguration.Of(preferences, due.IntegrationType, due.Message.Recipient);
        var plug = plugs.Available(due.IntegrationType);
        using var span = StartSpan(due);
        var started = clock.GetUtcNow();
        var timestamp = clock.GetTimestamp();
        var own = preferences.Overrides.GetValueOrDefault(due.IntegrationType);
        var outcome = own?.DisabledReason is { } disabled ? new Outcome.Refused($"the person's override was disabled: {disabled}")
            : plug is null ? new Outcome.Refused("this server is no longer set up for it")
            : plug.Objection(settings.Config) is { } objection ? new Outcome.Refused(objection)
            : settings.IsUnreadable ? new Outcome.TryAgain("its secrets cannot be read at the moment")
            : due.BegunAttempts > due.State.Attempts ? new Outcome.Uncertain("whoever tried it ended before saying how it went")
            : await TryAsync(plug, due, settings, cancellationToken);
        span?.SetTag("delivery.outcome", outcome.GetType().Name);
        if (outcome is not (Outcome.Delivered or Outcome.NotYet)) span?.SetStatus(ActivityStatusCode.Error);
        return new(
            due.State.Attempts + 1,
            started,
            clock.GetElapsedTime(timestamp),
            outcome,
            new(TimeSpan.FromSeconds(settings.RetryDelaySeconds), ConfigValues.TextOf(settings.Config[ConfigRules.Backoff]) == ConfigRules.ExponentialBackoff),
            plug?.DestinationOf(settings.Config),
            own);
    }

    private async Task<Outcome> TryAsync(IIntegration plug, DueDelivery due, IntegrationSettings settings, CancellationToken cancellationToken)
    {
        if (!plug.KnowsRepetitions && !await queue.BeginAsync(due, cancellationToken)) throw new OperationCanceledException("another replica has it");
        try
        {
            return await plug.TryAsync(due.Message, settings.Config, cancellationToken);
        }
#pragma warning disable CA1031 // a fault of ours in one integration must end as an attempt, or the delivery would be claimed for ever
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(logger, e, due.Message.DeliveryId, plug.Type);
            return new Outcome.TryAgain("something went wrong on our side");
        }
    }

    private static Activity? StartSpan(DueDelivery due)
    {
        ActivityContext.TryParse(due.TraceParent, null, isRemote: true, out var parent);
        var span = DeliveryTelemetry.Source.StartActivity($"deliver {EnumText.Of(due.IntegrationType)}", ActivityKind.Client, parent);
        span?.SetTag("delivery.id", due.Message.DeliveryId);
        span?.SetTag("delivery.attempt", due.State.Attempts + 1);
        span?.SetTag("request.id", due.Message.RequestId);
        return span;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "delivery.fault {DeliveryId} {Integration}")]
    private static partial void LogFault(ILogger logger, Exception exception, Guid deliveryId, IntegrationType integration);
}

/// <summary>One try, with what it was made with.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Destination">The far side as of now.</param>
/// <param name="Override">The override it was made with; null when it was the default.</param>
internal sealed record Attempt(
    int Number, DateTimeOffset StartedAt, TimeSpan Duration, Outcome Outcome, RetryRhythm Rhythm, string? Destination, UserOverride? Override);
