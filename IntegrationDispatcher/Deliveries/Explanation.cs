using System.Globalization;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Says in plain words why a delivery went, waits, or did not go. Pure.</summary>
internal static class Explanation
{
    /// <param name="lastOutcome">The last attempt's, as stored; null before the first.</param>
    /// <param name="hindrance">What it waits for that the delivery itself does not tell, as a sentence; null for nothing.</param>
    /// <param name="decisions">What the plan said about every integration.</param>
    public static string Of(DeliveryLog delivery, string? lastOutcome, IReadOnlyList<PlanDecision> decisions, string? hindrance = null)
    {
        var name = EnumText.Of(delivery.IntegrationType);
        var decision = decisions.FirstOrDefault(d => d.IntegrationType == delivery.IntegrationType);
        var isFirst = !decisions.Any(d => d.Decision == Verdict.Chosen && d.Priority < delivery.Priority);
        var chosen = decision is null ? "" : $" {name} was chosen for this message: {decision.Reason}.";
        return Standing(delivery, lastOutcome, name, isFirst) + (delivery.NextAttemptAt is null || hindrance is null ? "" : $" {hindrance}") + chosen;
    }

    private static string Standing(DeliveryLog delivery, string? lastOutcome, string name, bool isFirst) => delivery.Status switch
    {
        DeliveryStatus.Success => $"Delivered over {name} at attempt {delivery.Attempts}, {Time(delivery.UpdatedAt)}.",
        DeliveryStatus.Pending when delivery.LeasedUntil is not null => "The first attempt is being made.",
        DeliveryStatus.Pending when delivery.ErrorMessage is { } reason => $"Waits for its first attempt: {reason}.",
        DeliveryStatus.Pending when isFirst => "Waits for its first attempt.",
        DeliveryStatus.Pending => "Waits for its first attempt, which comes after those of higher priority.",
        DeliveryStatus.Retrying when delivery.Attempts >= delivery.MaxAttempts || lastOutcome is null => "Waits to be tried once more.",
        DeliveryStatus.Retrying =>
            $"Attempt {delivery.Attempts} of {delivery.MaxAttempts} failed: {delivery.ErrorMessage}. The next is due {Time(delivery.NextAttemptAt)}.",
        DeliveryStatus.Expired when delivery.Attempts == 0 => $"Expired {Time(delivery.ExpiresAt)} without an attempt: {delivery.ErrorMessage}.",
        DeliveryStatus.Expired =>
            $"Given up after attempt {delivery.Attempts}, because the next would come after {Time(delivery.ExpiresAt)}, when it expires. "
            + $"The last failed: {delivery.ErrorMessage}.",
        DeliveryStatus.Failed when lastOutcome == "TRY_AGAIN" => delivery.Attempts == 1
            ? $"Given up after its only attempt, which failed: {delivery.ErrorMessage}."
            : $"Given up after all {delivery.Attempts} attempts. The last failed: {delivery.ErrorMessage}.",
        DeliveryStatus.Failed when lastOutcome == "UNCERTAIN" =>
            $"It may have been delivered: {delivery.ErrorMessage}. It was not repeated, because the far side could not tell a repetition.",
        _ => $"Not delivered: {delivery.ErrorMessage}. Repeating it by itself would not help, so it was not repeated.",
    };

    private static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "soon";
}
