using System.Diagnostics.Metrics;

namespace RequestManager.Erasures;

internal static class ErasureTelemetry
{
    private static readonly Counter<long> _completed =
        Telemetry.Meter.CreateCounter<long>("ssa.erasures.completed", "{erasure}", "Erasures that all services are done with.");

    public static void Completed() => _completed.Add(1);
}
