using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>What an agent is asked: one request, as its session's turn.</summary>
/// <param name="AgentId">The agent that answers, by name.</param>
/// <param name="SentAt">When the person sent it, by the clock of the database or an earlier one of where they wrote.</param>
/// <param name="ConversationContext">What the agents of this session left for themselves; null at the beginning.</param>
public sealed record AgentTurn(
    Guid RequestId,
    Guid SessionId,
    string UserId,
    string AgentId,
    string Content,
    IntegrationType IntegrationType,
    DateTimeOffset SentAt,
    JsonObject? ConversationContext)
{
    /// <summary>When the session's turn before this was answered, by the clock of the database; null when there was none.</summary>
    public DateTimeOffset? AnsweredBefore { get; init; }

    /// <summary>Whether that agent was asked for by name, and not found by the router or the session.</summary>
    public bool IsAskedFor { get; init; }
}
