using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>What a webhook receives. The same bytes at every attempt; members may be added, none change their meaning.</summary>
/// <param name="Type">What happened: always <c>agent.response</c>, or <c>message</c> for one that answers no request.</param>
/// <param name="DeliveryId">Also the <c>webhook-id</c>: a repetition has the same.</param>
/// <param name="IntegrationType">The way the request came in; null when there was none.</param>
/// <param name="CreatedAt">When the agent answered.</param>
internal sealed record WebhookBody(
    string Type,
    Guid DeliveryId,
    Guid RequestId,
    Guid SessionId,
    string UserId,
    string AgentId,
    string? Subject,
    string Content,
    IntegrationType? IntegrationType,
    JsonObject? Metadata,
    DateTimeOffset CreatedAt)
{
    public static WebhookBody Of(Message message) => new(
        message.Origin is null ? "message" : "agent.response", message.DeliveryId, message.RequestId, message.SessionId, message.UserId, message.AgentId, message.Subject,
        message.Content, message.Origin, message.Metadata, message.CreatedAt);
}
