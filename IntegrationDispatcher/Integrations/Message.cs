using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations;

/// <summary>What goes out. The same at every attempt.</summary>
/// <param name="DeliveryId">By which the far side knows a repetition.</param>
/// <param name="Origin">The way the request came in; null for a message that answers none.</param>
/// <param name="CreatedAt">When the agent answered.</param>
internal sealed record Message(
    Guid DeliveryId,
    Guid RequestId,
    Guid SessionId,
    string UserId,
    string AgentId,
    string? Subject,
    string Content,
    IntegrationType? Origin,
    JsonObject? Metadata,
    JsonObject? IntegrationContext,
    DateTimeOffset CreatedAt)
{
    public Recipient Recipient => new(UserId, Origin, IntegrationContext);
}
