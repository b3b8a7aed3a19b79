using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>A delivery as the API lists it.</summary>
internal record DeliveryView(
    Guid DeliveryId, Guid RequestId, Guid SessionId, string UserId, IntegrationType IntegrationType, string? Subject, DeliveryStatus Status,
    int Attempts, int MaxAttempts, DateTimeOffset? NextAttemptAt, string? ErrorMessage, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static DeliveryView Of(DeliveryLog row) => new(
        row.DeliveryId, row.RequestId, row.SessionId, row.UserId, row.IntegrationType, row.Subject, row.Status, row.Attempts, row.MaxAttempts,
        row.NextAttemptAt, row.ErrorMessage, row.CreatedAt, row.UpdatedAt);
}

/// <summary>One delivery with everything that happened to it.</summary>
internal sealed record DeliveryDetail : DeliveryView
{
    public DeliveryDetail(DeliveryView delivery)
        : base(delivery)
    {
    }

    public required string Explanation { get; init; }

    public required IReadOnlyList<AttemptView> DeliveryAttempts { get; init; }
}

/// <summary>One attempt as the API shows it.</summary>
internal sealed record AttemptView(
    int Number, DateTimeOffset StartedAt, int DurationMs, string Outcome, int? StatusCode, string? Error, string? ResponseExcerpt)
{
    public static AttemptView Of(DeliveryAttempt row) => new(
        row.Number, row.StartedAt, row.DurationMs, row.Outcome, row.StatusCode, row.Error, row.ResponseExcerpt);
}

/// <summary>Where the answer to a request went.</summary>
/// <param name="Plan">For every integration whether it was chosen, and why.</param>
internal sealed record RequestDeliveries(
    Guid RequestId, Guid SessionId, string UserId, string Mode, DateTimeOffset DecidedAt, IReadOnlyList<PlanDecision> Plan,
    IReadOnlyList<DeliveryView> Deliveries);
