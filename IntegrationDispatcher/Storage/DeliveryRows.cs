using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Storage;

/// <summary>One message and where it goes: the inbox of responses. Made once per request.</summary>
internal sealed class DeliveryPlan
{
    public long Id { get; set; }

    public required Guid RequestId { get; set; }

    public required Guid SessionId { get; set; }

    public required string UserId { get; set; }

    public required string AgentId { get; set; }

    public string? Subject { get; set; }

    public required string Content { get; set; }

    public required string ResponseType { get; set; }

    /// <summary>The way the request came in; null for a message that answers none.</summary>
    public IntegrationType? Origin { get; set; }

    /// <summary>The request's number in its session; null where none is known.</summary>
    public int? SessionSeq { get; set; }

    /// <summary>SHA-256 of the body that asked for this message; null for an answer.</summary>
    public byte[]? BodyHash { get; set; }

    public JsonObject? Metadata { get; set; }

    public JsonObject? IntegrationContext { get; set; }

    public required string Mode { get; set; }

    /// <summary>For every integration whether it was chosen, and why.</summary>
    public required string Decisions { get; set; }

    public string? TraceParent { get; set; }

    public string? CorrelationId { get; set; }

    /// <summary>The id of the event that brought the message.</summary>
    public required string CausationId { get; set; }

    /// <summary>When the agent answered.</summary>
    public DateTimeOffset RespondedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When all that tells of the person was taken out of it; what is left only knows an answer that comes again.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>One message over one integration: the queue of what is due, and its history.</summary>
internal sealed class DeliveryLog
{
    public long Id { get; set; }

    public required Guid DeliveryId { get; set; }

    public long PlanId { get; set; }

    public required Guid RequestId { get; set; }

    public required Guid SessionId { get; set; }

    public required string UserId { get; set; }

    public required IntegrationType IntegrationType { get; set; }

    public string? Subject { get; set; }

    public DeliveryStatus Status { get; set; }

    public int Attempts { get; set; }

    public int MaxAttempts { get; set; }

    public int Priority { get; set; }

    /// <summary>Which far side it goes to, for limits per far side; null where none is needed.</summary>
    public string? Destination { get; set; }

    /// <summary>Deliveries with the same one go out in the order of their session; null where order does not matter.</summary>
    public string? OrderKey { get; set; }

    /// <summary>Null once the delivery has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Until when one replica has it in hand; on the database's clock.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Raised by every claim; who holds an older one may no longer write.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>How many claims since the last result ended without one, because the holder died or could not write it down.</summary>
    public int LostLeases { get; set; }

    /// <summary>How many attempts were begun, where one whose end nobody knows must not be repeated; more than were made: one such was.</summary>
    public int BegunAttempts { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One try at a delivery.</summary>
internal sealed class DeliveryAttempt
{
    public long Id { get; set; }

    public long DeliveryLogId { get; set; }

    public int Number { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public int DurationMs { get; set; }

    public required string Outcome { get; set; }

    public int? StatusCode { get; set; }

    public string? Error { get; set; }

    /// <summary>The first 2 KiB of what the far side answered.</summary>
    public string? ResponseExcerpt { get; set; }
}

/// <summary>A message, or a part of a long one, that Slack has taken: what a retry does not post again, and what a thread hangs on.</summary>
internal sealed class SlackPost
{
    public long Id { get; set; }

    public required Guid DeliveryId { get; set; }

    /// <summary>From 0.</summary>
    public int Part { get; set; }

    public required Guid SessionId { get; set; }

    public required string ChannelId { get; set; }

    /// <summary>Slack's number of the message in its channel; empty from the moment it is sent until Slack has said so.</summary>
    public required string Ts { get; set; }

    public DateTimeOffset PostedAt { get; set; }
}

/// <summary>When a Slack channel may be posted to again, over all replicas.</summary>
internal sealed class SlackChannel
{
    public required string ChannelId { get; set; }

    public DateTimeOffset FreeAt { get; set; }
}

/// <summary>What the test integration was given.</summary>
internal sealed class TestDelivery
{
    public long Id { get; set; }

    public required Guid DeliveryId { get; set; }

    public required Guid RequestId { get; set; }

    public required Guid SessionId { get; set; }

    public required string UserId { get; set; }

    public required string AgentId { get; set; }

    public string? Subject { get; set; }

    public required string Content { get; set; }

    public JsonObject? Metadata { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
