using System.Diagnostics;
using System.Diagnostics.Metrics;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>What an agent's work looks like from outside. Never what was said.</summary>
internal static class AgentTelemetry
{
    public const string Name = "SelfServiceAgent.AgentService";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _tokens =
        _meter.CreateCounter<long>("ssa.agent.tokens", "{token}", "Tokens the language model read and wrote.");

    private static readonly Histogram<double> _duration =
        _meter.CreateHistogram<double>("ssa.agent.duration", "s", "Time an agent took for one answer.");

    public static void Answered(AgentAnswer answer, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> agent = new("agent", answer.AgentId);
        Count(answer.Tokens, agent);
        _duration.Record(elapsed.TotalSeconds, agent);
    }

    private static void Count(TokenUsage tokens, KeyValuePair<string, object?> agent)
    {
        _tokens.Add(tokens.Input, agent, new("kind", "input"));
        _tokens.Add(tokens.Output, agent, new("kind", "output"));
    }
}
