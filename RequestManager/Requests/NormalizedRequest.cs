using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SelfServiceAgent.Contracts;

namespace RequestManager.Requests;

/// <summary>What every door makes of what it was sent. Stored as <c>request_logs.normalized_request</c>, without what has a column of its own.</summary>
public sealed record NormalizedRequest
{
    [JsonIgnore]
    public string UserId { get; init; } = "";

    [JsonIgnore]
    public string Content { get; init; } = "";

    [JsonIgnore]
    public string RequestType { get; init; } = DefaultRequestType;

    public required IntegrationType IntegrationType { get; init; }

    /// <summary>What the way in knows about the request.</summary>
    public JsonObject IntegrationContext { get; init; } = [];

    /// <summary>What is known about the person.</summary>
    public JsonObject UserContext { get; init; } = [];

    /// <summary>What is said to the session; null when an agent is to answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionCommand? Command { get; init; }

    /// <summary>The agent that was asked for by name; null when the session or the router decides.</summary>
    public string? TargetAgentId { get; init; }

    /// <summary>The caller's own name for what this belongs to; becomes the events' <c>correlationid</c>.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>True when the caller wants to hear the answer while it is being written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Streams { get; init; }

    /// <summary>The session to go on with; null for the person's current one.</summary>
    [JsonIgnore]
    public Guid? SessionId { get; init; }

    /// <summary>The channel whose session it belongs to; null for a way in that has none.</summary>
    [JsonIgnore]
    public string? ChannelId { get; init; }

    /// <summary>The thread whose session it belongs to.</summary>
    [JsonIgnore]
    public string? ThreadId { get; init; }

    /// <summary>What makes it the same request when it is sent again.</summary>
    [JsonIgnore]
    internal IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>Who sent it, as <see cref="RequestOwner"/> writes it.</summary>
    [JsonIgnore]
    public string SentBy { get; init; } = "";

    public const string DefaultRequestType = "message";
}
