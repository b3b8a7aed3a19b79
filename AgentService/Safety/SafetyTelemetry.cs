using System.Diagnostics.Metrics;
using AgentService.Agents;

namespace AgentService.Safety;

internal static class SafetyTelemetry
{
    private static readonly Meter _meter = new(AgentTelemetry.Name);
    private static readonly Counter<long> _acted = _meter.CreateCounter<long>("ssa.guard.acted", "{text}", "Messages and answers a guard changed or stopped.");

    public static void Acted(string agent, string direction, Verdict verdict, string dangers) =>
        _acted.Add(1, new("agent", agent), new("direction", direction), new("verdict", verdict.GetType().Name), new("dangers", dangers));
}
