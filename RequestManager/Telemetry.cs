using System.Diagnostics.Metrics;

namespace RequestManager;

internal static class Telemetry
{
    /// <summary>What this service counts.</summary>
    public static Meter Meter { get; } = new("SelfServiceAgent.RequestManager");
}
