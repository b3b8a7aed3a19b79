namespace RequestManager.Storage;

/// <summary>
/// One request: the record of what was asked, the outbox of its <c>request.created</c>, and what the waiting call is answered from.
/// </summary>
public sealed class RequestLog
{
    public long Id { get; set; }

    public Guid RequestId { get; set; }

    public Guid SessionId { get; set; }

    /// <summary>Its number in the session, from 1.</summary>
    public int SessionSeq { get; set; }

    public required string UserId { get; set; }

    /// <summary>Who sent it; may differ from whose it is.</summary>
    public required string SentBy { get; set; }

    public RequestStatus Status { get; set; }

    public required string RequestType { get; set; }

    public required string RequestContent { get; set; }

    public required string NormalizedRequest { get; set; }

    public string? AgentId { get; set; }

    public int? ProcessingTimeMs { get; set; }

    public string? ResponseContent { get; set; }

    public string? ResponseMetadata { get; set; }

    public string? CloudeventId { get; set; }

    public string? CloudeventType { get; set; }

    /// <summary>The trace the request began.</summary>
    public string? TraceParent { get; set; }

    /// <summary>When its event is published again; null once an agent has answered.</summary>
    public DateTimeOffset? NextPublishAt { get; set; }

    public int PublishCount { get; set; }

    /// <summary>Without a broker: when its response is handed to the dispatcher again; null when there is nothing to hand over.</summary>
    public DateTimeOffset? NextForwardAt { get; set; }

    /// <summary>Without a broker: when the dispatcher confirmed the response.</summary>
    public DateTimeOffset? ForwardedAt { get; set; }

    /// <summary>What the sender calls this request, so that sending it twice makes one; forgotten after a day.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>SHA-256 of what came with the key: door and body.</summary>
    public byte[]? IdempotencyHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }
}

public enum RequestStatus
{
    Pending,
    Completed,
    Failed,
}
