using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>What an agent says to one turn.</summary>
/// <param name="AgentId">The name of the agent that answered.</param>
/// <param name="Content">Markdown.</param>
/// <param name="Metadata">The model, and the sources the answer was taken from.</param>
/// <param name="NextAgentId">Who answers the session's next turn; null when that stays as it is.</param>
/// <param name="ConversationContext">What the next turn is to know; null when that stays as it is.</param>
public sealed record AgentAnswer(
    string AgentId,
    string Content,
    JsonObject? Metadata,
    bool RequiresFollowup,
    IReadOnlyList<string> FollowupActions,
    TokenUsage Tokens,
    string? NextAgentId,
    JsonObject? ConversationContext);
