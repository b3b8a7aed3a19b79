using System.Text.Json.Nodes;
using AgentService.Agents;
using SelfServiceAgent.Contracts;

namespace AgentService.Turns;

/// <summary>A turn this replica may work on, as long as it holds the lease of the session's mailbox.</summary>
/// <param name="Epoch">The lease's fencing token.</param>
/// <param name="Bulkhead">The agent whose slot it takes; the router's when the named agent does not exist.</param>
/// <param name="AgentId">The agent to answer.</param>
/// <param name="Attempt">From 1; counts this one.</param>
/// <param name="AnsweredBefore">When the session's turn before this was answered.</param>
/// <param name="StartedAt">When it was claimed, by the database's clock.</param>
/// <param name="IsReadable">False when the stored request is not what this version understands; then it can only be answered as failed.</param>
internal sealed record ClaimedTurn(
    RequestCreated Request,
    int SessionSeq,
    long Epoch,
    string Bulkhead,
    string AgentId,
    string? CurrentAgentId,
    string? ConversationContext,
    int Attempt,
    string? ReplyTo,
    string? CorrelationId,
    string? TraceParent,
    TimeSpan Lag,
    bool IsReadable = true,
    DateTimeOffset? AnsweredBefore = null,
    DateTimeOffset? StartedAt = null)
{
    public Guid SessionId => Request.SessionId;

    /// <param name="known">All agents there are.</param>
    public static string BulkheadOf(string agentId, string[] known) => known.Contains(agentId) ? agentId : AgentDirectory.RouterName;

    public AgentTurn ForAgent() => new(Request.RequestId, SessionId, Request.UserId, AgentId, Request.Content, Request.IntegrationType, SentAt(), Context())
    {
        AnsweredBefore = AnsweredBefore,
        IsAskedFor = Request.TargetAgentId is not null,
    };

    // A message from Slack may have waited on its way to us.
    private DateTimeOffset SentAt() =>
        SlackTime.Read((Request.IntegrationContext?[ContextKeys.Metadata] as JsonObject)?[ContextKeys.SlackMessage]) is { } written && written < Request.CreatedAt
            ? written : Request.CreatedAt;

    /// <summary>What the agents of this session left for themselves, as an object of the reader's own.</summary>
    public JsonObject? Context() => ConversationContext is { } json ? JsonNode.Parse(json)!.AsObject() : null;
}
