using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>What the agent said to one request: the data of <see cref="EventTypes.ResponseReady"/>.</summary>
/// <param name="AgentId">The name of the agent that answered.</param>
/// <param name="ProcessingTimeMs">The agent's own time, in milliseconds.</param>
public sealed record ResponseReady(
    Guid RequestId,
    Guid SessionId,
    string UserId,
    string AgentId,
    string Content,
    ResponseType ResponseType,
    JsonObject? Metadata,
    int ProcessingTimeMs,
    bool RequiresFollowup,
    IReadOnlyList<string> FollowupActions,
    TokenUsage Tokens,
    IntegrationType IntegrationType,
    JsonObject? IntegrationContext,
    SessionUpdate? SessionUpdate,
    DateTimeOffset CreatedAt);

/// <summary>Whether a response is the agent's answer or says that there will be none.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResponseType>))]
public enum ResponseType
{
    [JsonStringEnumMemberName("message")]
    Message,

    /// <summary>The agent failed for good; <see cref="ResponseReady.Metadata"/> has the reason's code as <c>error_code</c>.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>What a turn used of the language model, summed over its calls.</summary>
public sealed record TokenUsage(int Input, int Output, int Calls)
{
    public static TokenUsage None { get; } = new(0, 0, 0);
}

/// <summary>What RequestManager writes to the session because of a turn; null members stay as they are.</summary>
public sealed record SessionUpdate(string? CurrentAgentId, string? LlamaStackSessionId, JsonObject? ConversationContext);
