using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>A delivery this replica has in hand, until its lease is lost.</summary>
/// <param name="Epoch">The number of this claim; only its holder may write the result.</param>
/// <param name="OthersWait">Whether deliveries of lower priority wait for this one's first attempt.</param>
/// <param name="LostLeases">How many claims since the last result ended with a lease that expired.</param>
/// <param name="BegunAttempts">How many attempts were begun of those that must not be repeated.</param>
/// <param name="Decisions">The plan's, where the next integration depends on how this one ends; else empty.</param>
internal sealed record DueDelivery(
    long Id,
    long Epoch,
    IntegrationType IntegrationType,
    DeliveryState State,
    string? Destination,
    bool OthersWait,
    int LostLeases,
    int BegunAttempts,
    Message Message,
    IReadOnlyList<PlanDecision> Decisions,
    string? TraceParent,
    string? CorrelationId,
    string CausationId);
