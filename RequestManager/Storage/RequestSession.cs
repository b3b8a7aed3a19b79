using System.Text.Json.Serialization;
using SelfServiceAgent.Contracts;

namespace RequestManager.Storage;

/// <summary>One conversation. At most one per person and way in is ACTIVE; a partial unique index keeps it so.</summary>
public sealed class RequestSession
{
    public long Id { get; set; }

    public Guid SessionId { get; set; }

    public required string UserId { get; set; }

    public IntegrationType IntegrationType { get; set; }

    public SessionStatus Status { get; set; }

    public string? ChannelId { get; set; }

    public string? ThreadId { get; set; }

    public string? ExternalSessionId { get; set; }

    public string? CurrentAgentId { get; set; }

    public string? LlamaStackSessionId { get; set; }

    public string IntegrationMetadata { get; set; } = "{}";

    public string UserContext { get; set; } = "{}";

    public string ConversationContext { get; set; } = "{}";

    /// <summary>Also the counter that numbers the session's requests: rolling an insert back rolls its number back.</summary>
    public int TotalRequests { get; set; }

    /// <summary>The number of the request whose answer last changed the session; an older answer that comes late changes nothing.</summary>
    public int AnsweredSeq { get; set; }

    public Guid? LastRequestId { get; set; }

    public DateTimeOffset? LastRequestAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

[JsonConverter(typeof(UpperCaseEnumConverter<SessionStatus>))]
public enum SessionStatus
{
    Active,
    Inactive,
    Expired,
    Archived,
}
