using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>How far deliveries are behind.</summary>
internal sealed class OldestDue(DeliveryQueue queue, ILogger<OldestDue> logger)
    : MeasuringService(DeliveryTelemetry.Meter, "ssa.deliveries.oldest_due", "s", "How long the oldest due delivery has been due.", logger)
{
    protected override async Task<double> MeasureAsync(CancellationToken cancellationToken) => (await queue.OldestDueAsync(cancellationToken)).TotalSeconds;
}
