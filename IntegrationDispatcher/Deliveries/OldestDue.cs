using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Measures how far deliveries are behind: the age of the oldest due one. While the database is away the last value stays.</summary>
internal sealed class OldestDue : SweeperService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private readonly DeliveryQueue _queue;
    private double _seconds;

    public OldestDue(DeliveryQueue queue, ILogger<OldestDue> logger)
        : base(_interval, logger)
    {
        _queue = queue;
        DeliveryTelemetry.Meter.CreateObservableGauge(
            "ssa.deliveries.oldest_due", () => Volatile.Read(ref _seconds), "s", "How long the oldest due delivery has been due.");
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _seconds, (await _queue.OldestDueAsync(cancellationToken)).TotalSeconds);
        return false;
    }
}
