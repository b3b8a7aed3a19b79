using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Something to be delivered: an agent's answer, or a message that answers no request.</summary>
/// <param name="RequestId">By which it is planned once, whatever comes again.</param>
/// <param name="CausationId">The id of what led to it.</param>
internal sealed record OutgoingMessage(
    Guid RequestId, Guid SessionId, string UserId, string AgentId, string? Subject, string Content, JsonObject? Metadata, DateTimeOffset RespondedAt, string CausationId)
{
    public ResponseType ResponseType { get; init; } = ResponseType.Message;

    /// <summary>The way the request came in; null when it answers none.</summary>
    public IntegrationType? Origin { get; init; }

    /// <summary>The request's number in its session; null when it answers none.</summary>
    public int? SessionSeq { get; init; }

    public JsonObject? IntegrationContext { get; init; }

    public string? TraceParent { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>SHA-256 of the body that asked for it; null for an answer.</summary>
    public byte[]? BodyHash { get; init; }

    /// <summary>The integrations it may go over; null for all that the person has.</summary>
    public IReadOnlyList<IntegrationType>? Only { get; init; }

    /// <summary>Sent once and over whatever it names, enabled or not: the person wants to see whether it works.</summary>
    public bool IsTest { get; init; }

    public Recipient Recipient => new(UserId, Origin, IntegrationContext);

    public static OutgoingMessage Of(Envelope<ResponseReady> response)
    {
        var data = response.Data;
        return new(
            data.RequestId, data.SessionId, data.UserId, data.AgentId, ConfigValues.TextOf(data.Metadata?["subject"]), data.Content, data.Metadata,
            data.CreatedAt.ToUniversalTime(), response.Id)
        {
            ResponseType = data.ResponseType,
            Origin = data.IntegrationType,
            SessionSeq = response.SessionSeq,
            IntegrationContext = data.IntegrationContext,
            TraceParent = response.TraceParent,
            CorrelationId = response.CorrelationId,
        };
    }
}
