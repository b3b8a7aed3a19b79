using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>How much waits in this service's queue. What is in its consumers' hands does not count.</summary>
internal sealed class QueueDepth(BrokerLink link, EventBusIdentity identity, ILogger<QueueDepth> logger)
    : MeasuringService(EventBusTelemetry.Meter, "ssa.queue.depth", "{message}", "Messages waiting in the service's queue.", logger)
{
    protected override async Task<double> MeasureAsync(CancellationToken cancellationToken) =>
        await (link.Connected ?? throw new IOException("the broker is away")).CountAsync(Topology.QueueOf(identity.Service), cancellationToken);
}
