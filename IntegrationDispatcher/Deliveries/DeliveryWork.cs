using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>One delivery in hand: try it, decide what that means, write it down, say so.</summary>
internal sealed partial class DeliveryWork(
    DeliveryAttempter attempter, Plugs plugs, Circuits circuits, DeliveryBooks books, CompletionAnnouncer announcer, TimeProvider clock, ILogger<DeliveryWork> logger)
{
    private const int MaxLostLeases = 10;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <exception cref="OperationCanceledException">It was cut; what was not written down did not happen and will be repeated.</exception>
    public async Task DoAsync(DueDelivery due, UserPreferences preferences, CancellationToken cancellationToken)
    {
        var untried = due.LostLeases > MaxLostLeases ? due.State.Abandoned() : clock.GetUtcNow() >= due.State.ExpiresAt ? due.State.Expired() : null;
        var attempt = untried is null ? await attempter.TryAsync(due, preferences, cancellationToken) : null;
        if (attempt is not null) circuits.Note(attempt.Destination ?? due.Destination, attempt.Outcome);
        var state = untried ?? due.State.After(attempt!.Outcome, attempt.Rhythm, clock.GetUtcNow(), Random.Shared.NextDouble());
        if (attempt is { Outcome: Outcome.NotYet }) attempt = null;
        if (!await RecordAsync(new(due, state, attempt, NextAfter(due, state, preferences)), cancellationToken)) return;
        DeliveryTelemetry.Count(due, attempt, state);
        LogAttempted(
            logger, due.Message.DeliveryId, due.Message.RequestId, due.IntegrationType, state.Attempts, attempt?.Outcome.GetType().Name ?? "None",
            attempt?.Outcome.StatusCode, (long)(attempt?.Duration.TotalMilliseconds ?? 0), state.Status, state.NextAttemptAt);
        if (state.HasEnded) announcer.Announce(due, state);
    }

    private NextDelivery? NextAfter(DueDelivery due, DeliveryState state, UserPreferences preferences) =>
        state.HasEnded && state.Status != DeliveryStatus.Success && Plan.NextAfter(due.Decisions, due.IntegrationType) is { } next
            ? new(next, plugs.TargetOf(next.IntegrationType, preferences, due.Message.Recipient)) : null;

    // What has been sent must be written down if that is at all possible: the far side would otherwise get it again.
    private async Task<bool> RecordAsync(DeliveryResult result, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await books.RecordAsync(result, CancellationToken.None); // a cut must not come between the sending and the writing
            }
            catch (Exception e) when (TransientFaults.Is(e))
            {
                LogNotRecorded(logger, result.Due.Message.DeliveryId, e.GetType().Name);
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "delivery.attempted {DeliveryId} {RequestId} {Integration} {Attempt} {Outcome} {StatusCode} {DurationMs} ms {Status} {NextAttemptAt}")]
    private static partial void LogAttempted(
        ILogger logger, Guid deliveryId, Guid requestId, IntegrationType integration, int attempt, string outcome, int? statusCode, long durationMs,
        DeliveryStatus status, DateTimeOffset? nextAttemptAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery.not_recorded {DeliveryId} {Fault}")]
    private static partial void LogNotRecorded(ILogger logger, Guid deliveryId, string fault);
}
