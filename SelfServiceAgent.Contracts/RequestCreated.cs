using System.Text.Json.Nodes;

namespace SelfServiceAgent.Contracts;

/// <summary>What a person or tool asked, normalised: the data of <see cref="EventTypes.RequestCreated"/>.</summary>
/// <param name="IntegrationContext">What the way in knows about the request, such as a channel or a terminal.</param>
/// <param name="UserContext">What is known about the person.</param>
/// <param name="TargetAgentId">The agent to answer, by name; null when the session or the router decides.</param>
/// <param name="RequiresRouting">True when no agent was named, so the router may choose. A command needs none.</param>
/// <param name="ExpiresAt">After this the caller has been told that it failed; it must no longer be answered. Null: never.</param>
/// <param name="Streams">True when the caller wants to hear the answer while it is being written, as <see cref="ResponseDelta"/>.</param>
/// <param name="Command">Null for everything that an agent answers.</param>
public sealed record RequestCreated(
    Guid RequestId,
    Guid SessionId,
    string UserId,
    IntegrationType IntegrationType,
    string RequestType,
    string Content,
    JsonObject? IntegrationContext,
    JsonObject? UserContext,
    string? TargetAgentId,
    bool RequiresRouting,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt = null,
    bool Streams = false,
    SessionCommand? Command = null)
{
    /// <summary>How many characters a request, and a message that answers none, may have.</summary>
    public const int MaxContent = 32_000;
}
