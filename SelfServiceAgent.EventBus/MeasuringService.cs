using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.EventBus;

/// <summary>
/// A gauge of what waits somewhere else, asked for every ten seconds. Every replica shows the same; an alarm looks at the largest. While there is
/// nobody to ask the last value stays.
/// </summary>
public abstract class MeasuringService : SweeperService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private double _value;

    /// <param name="unit">As UCUM writes it: <c>s</c>, <c>{message}</c>.</param>
    protected MeasuringService(Meter meter, string name, string unit, string description, ILogger logger)
        : base(_interval, logger)
    {
        ArgumentNullException.ThrowIfNull(meter);
        meter.CreateObservableGauge(name, () => Volatile.Read(ref _value), unit, description);
    }

    protected abstract Task<double> MeasureAsync(CancellationToken cancellationToken);

    protected sealed override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _value, await MeasureAsync(cancellationToken));
        return false;
    }
}
