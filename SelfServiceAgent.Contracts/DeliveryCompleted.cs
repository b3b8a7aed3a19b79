using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>How a delivery ended: the data of <see cref="EventTypes.DeliveryCompleted"/>.</summary>
/// <param name="Attempts">How many times it was tried.</param>
/// <param name="Error">Why it did not succeed; null when it did.</param>
public sealed record DeliveryCompleted(
    Guid DeliveryId,
    Guid RequestId,
    string UserId,
    IntegrationType IntegrationType,
    DeliveryStatus Status,
    int Attempts,
    string? Error);

/// <summary>Where a delivery stands. PENDING and RETRYING are due or waiting; the others are its end.</summary>
[JsonConverter(typeof(UpperCaseEnumConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    Pending,
    Retrying,
    Success,
    Failed,
    Expired,
}
