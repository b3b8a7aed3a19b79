using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>What an agent is asked: one request, as its session's turn.</summary>
/// <param name="AgentId">The agent that answers, by name.</param>
/// <param name="AskedAt">When the request was accepted.</param>
/// <param name="ConversationContext">What the agents of this session left for themselves; null at the beginning.</param>
public sealed record AgentTurn(
    Guid RequestId,
    Guid SessionId,
    string UserId,
    string AgentId,
    string Content,
    IntegrationType IntegrationType,
    DateTimeOffset AskedAt,
    JsonObject? ConversationContext)
{
    /// <summary>Whether that agent was asked for by name, and not found by the router or the session.</summary>
    public bool IsAskedFor { get; init; }
}
