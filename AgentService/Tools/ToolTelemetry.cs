using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentService.Tools;

/// <summary>What calls of tools look like from outside. Never what they were given or answered.</summary>
internal static class ToolTelemetry
{
    private const string Name = "SelfServiceAgent.AgentService.Tools";

    private static readonly ActivitySource _source = new(Name);
    private static readonly Meter _meter = new(Name);

    private static readonly Counter<long> _calls = _meter.CreateCounter<long>("ssa.tools.calls", "{call}", "Calls of tools, by tool and outcome.");
    private static readonly Histogram<double> _duration = _meter.CreateHistogram<double>("ssa.tools.duration", "s", "Time a call of a tool took.");

    public static Activity? Start(string tool)
    {
        var activity = _source.StartActivity($"tool {tool}");
        activity?.SetTag("tool", tool);
        return activity;
    }

    public static void Called(string tool, ToolOutcome outcome, TimeSpan elapsed)
    {
        _calls.Add(1, new("tool", tool), new("outcome", outcome.ToString()));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("tool", tool));
    }
}
