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
    int MaxConcurrentTurns);
