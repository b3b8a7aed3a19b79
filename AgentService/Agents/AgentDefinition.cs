using AgentService.Flows;
using AgentService.Models;
using AgentService.Safety;

namespace AgentService.Agents;

/// <summary>One agent, as its YAML file describes it.</summary>
/// <param name="Name">Lower-case words joined by hyphens; what requests, sessions and responses call it.</param>
/// <param name="Description">Markdown, in the first person: what the agent does for people. Also what it says of itself.</param>
/// <param name="Instructions">Markdown for the language model.</param>
/// <param name="Knowledge">The knowledge bases it answers from, by the names of their folders.</param>
/// <param name="Examples">What people send to this agent.</param>
/// <param name="MaxConcurrentTurns">How many turns of this agent one replica works on at once, so that a slow agent holds up no other.</param>
public sealed record AgentDefinition(
    string Name,
    string Description,
    string Instructions,
    IReadOnlyList<string> Knowledge,
    IReadOnlyList<string> Examples,
    int MaxConcurrentTurns)
{
    /// <summary>The words by which the router knows what is for this agent.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>The language model it uses, by its name in the configuration.</summary>
    public string Model { get; init; } = ModelDirectory.Default;

    /// <summary>The tools it may use, and no other.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Of the router: who answers what is for nobody in particular. Null: the router itself.</summary>
    public string? Otherwise { get; init; }

    /// <summary>What its guard lets pass.</summary>
    public GuardLevel Guard { get; init; }

    /// <summary>The business process it leads people through; null when it answers freely.</summary>
    public FlowDefinition? Flow { get; init; }
}
