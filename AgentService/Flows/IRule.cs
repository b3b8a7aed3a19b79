using System.Text.Json.Nodes;

namespace AgentService.Flows;

/// <summary>A decision of the business, made by code. Pure.</summary>
public interface IRule
{
    /// <summary>By which flows name it.</summary>
    string Name { get; }

    /// <summary>All the verdicts there are.</summary>
    IReadOnlyList<string> Verdicts { get; }

    /// <param name="data">What the flow knows.</param>
    /// <param name="today">In UTC.</param>
    Ruling Decide(JsonObject data, DateOnly today);
}

/// <param name="Verdict">One of the rule's.</param>
/// <param name="Reasons">The figures behind it, for the person.</param>
public sealed record Ruling(string Verdict, JsonObject Reasons);
