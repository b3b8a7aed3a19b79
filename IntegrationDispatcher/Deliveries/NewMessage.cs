using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>What <c>POST /deliveries</c> takes: a message that answers no request. Attributes are for the reference; <see cref="Check"/> is what holds.</summary>
internal sealed record NewMessage
{
    private const int MaxUserId = SelfServiceAgent.ServiceDefaults.UserId.MaxLength, MaxContent = RequestCreated.MaxContent, MaxSubject = 255;

    /// <summary>Whom it is for.</summary>
    [Required, StringLength(MaxUserId, MinimumLength = 1)]
    public string? UserId { get; init; }

    /// <summary>What it says, in Markdown.</summary>
    [Required, StringLength(MaxContent, MinimumLength = 1)]
    public string? Content { get; init; }

    /// <summary>What it is about, where an integration shows that.</summary>
    [MaxLength(MaxSubject)]
    public string? Subject { get; init; }

    /// <summary>Handed to webhooks as it is; at most 16 levels deep.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The session it belongs to; messages of one session go into one thread.</summary>
    [DataType("uuid")]
    public string? SessionId { get; init; }

    /// <summary>The only integrations it may go over; all that the person has when left out.</summary>
    public IReadOnlyList<IntegrationType>? IntegrationTypes { get; init; }

    public void Check(FieldErrors errors)
    {
        errors.RequiredName("user_id", UserId, MaxUserId);
        errors.Required("content", Content, MaxContent);
        errors.Optional("subject", Subject, MaxSubject);
        errors.Check(Subject?.Any(char.IsControl) != true, "subject", "must be on one line, without control characters");
        errors.Optional("metadata", Metadata);
        errors.Check(SessionId is null || Guid.TryParse(SessionId, out _), "session_id", "must be a UUID");
        errors.Check(
            IntegrationTypes is null || (IntegrationTypes.Count > 0 && IntegrationTypes.All(DeliveryTypes.All.Contains)),
            "integration_types", $"must be a list of: {string.Join(", ", DeliveryTypes.All.Select(EnumText.Of))}");
    }

    /// <param name="sender">Who asks: keys are each sender's own.</param>
    /// <param name="key">The <c>Idempotency-Key</c>: the same one makes the same message, for as long as that is kept.</param>
    public OutgoingMessage ToMessage(string sender, string key, DateTimeOffset now, string? traceParent)
    {
        var requestId = KeyedIds.Of(sender, key);
        return new(
            requestId, SessionId is null ? requestId : Guid.Parse(SessionId), UserId!, AgentNames.System, Subject, Content!, Metadata, now, requestId.ToString())
        {
            TraceParent = traceParent,
            BodyHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options)),
            Only = IntegrationTypes,
        };
    }
}
