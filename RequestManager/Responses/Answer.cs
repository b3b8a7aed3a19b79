using System.Text.Json;
using System.Text.Json.Nodes;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Responses;

/// <summary>How a request ended, as its row keeps it.</summary>
/// <param name="Details">What has no column of its own.</param>
internal sealed record Answer(Guid RequestId, Guid SessionId, RequestStatus Status, string AgentId, string Content, int ProcessingTimeMs, AnswerDetails Details)
{
    public static Answer Of(ResponseReady response) => new(
        response.RequestId, response.SessionId,
        response.ResponseType == ResponseType.Error ? RequestStatus.Failed : RequestStatus.Completed,
        response.AgentId, response.Content, response.ProcessingTimeMs,
        new(response.Metadata, response.RequiresFollowup, response.FollowupActions, response.Tokens));

    /// <returns>Null while the request is unanswered.</returns>
    public static Answer? Of(RequestLog row) => row.CompletedAt is null ? null : new(
        row.RequestId, row.SessionId, row.Status, row.AgentId ?? "", row.ResponseContent ?? "", row.ProcessingTimeMs ?? 0,
        row.ResponseMetadata is { } details ? JsonSerializer.Deserialize<AnswerDetails>(details, WireJson.Options)! : new(null, false, [], TokenUsage.None));

    /// <summary>Why the agent failed, one of <see cref="FailureCodes"/>; null when it did not.</summary>
    public string? FailureCode => Status == RequestStatus.Failed ? (string?)Details.Metadata?[FailureCodes.MetadataKey] : null;
}

/// <summary>Stored as <c>request_logs.response_metadata</c>.</summary>
internal sealed record AnswerDetails(JsonObject? Metadata, bool RequiresFollowup, IReadOnlyList<string> FollowupActions, TokenUsage Tokens);
