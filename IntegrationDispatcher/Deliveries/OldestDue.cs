using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Measures how far deliveries are behind: the age of the oldest due one.</summary>
internal sealed class OldestDue(DeliveryQueue queue, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private double _seconds;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DeliveryTelemetry.Meter.CreateObservableGauge(
            "ssa.deliveries.oldest_due", () => Volatile.Read(ref _seconds), "s", "How long the oldest due delivery has been due.");
        using var timer = new PeriodicTimer(_interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Volatile.Write(ref _seconds, (await queue.OldestDueAsync(stoppingToken)).TotalSeconds);
            }
            catch (Exception e) when (TransientFaults.Is(e))
            {
                // the last value stays; health says that the database is away
            }
        }
    }
}
