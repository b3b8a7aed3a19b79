namespace SelfServiceAgent.Contracts;

/// <summary>An agent as AgentService lists it for the other services, at <see cref="Path"/>.</summary>
/// <param name="Name">What requests, sessions and responses call it.</param>
/// <param name="Description">Markdown, in the first person: what it does for people.</param>
public sealed record AgentSummary(string Name, string Description)
{
    public const string Path = "/api/v1/agents";
}
