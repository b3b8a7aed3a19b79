using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RequestManager.Storage;

namespace RequestManager.Responses;

/// <summary>What a caller reads of a request, at every door and at <c>GET /api/v1/requests/{id}</c>.</summary>
/// <param name="Status"><c>pending</c>, <c>completed</c> or <c>failed</c>.</param>
internal sealed record AnswerBody(
    Guid RequestId,
    Guid SessionId,
    [property: AllowedValues("pending", "completed", "failed")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ResponseBody? Response = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureCode = null)
{
    public static AnswerBody Of(Answer answer) => new(
        answer.RequestId, answer.SessionId, NameOf(answer.Status), answer.Status == RequestStatus.Completed ? ResponseBody.Of(answer) : null, answer.FailureCode);

    public static AnswerBody Of(RequestLog row) => Answer.Of(row) is { } answer ? Of(answer) : Pending(row.RequestId, row.SessionId);

    public static AnswerBody Pending(Guid requestId, Guid sessionId) => new(requestId, sessionId, NameOf(RequestStatus.Pending));

    private static string NameOf(RequestStatus status) => status switch
    {
        RequestStatus.Pending => "pending",
        RequestStatus.Completed => "completed",
        _ => "failed",
    };
}

/// <summary>What the agent said.</summary>
internal sealed record ResponseBody(
    string Content, string AgentId, JsonObject Metadata, int ProcessingTimeMs, bool RequiresFollowup, IReadOnlyList<string> FollowupActions)
{
    public static ResponseBody Of(Answer answer) => new(
        answer.Content, answer.AgentId, answer.Details.Metadata ?? [], answer.ProcessingTimeMs, answer.Details.RequiresFollowup, answer.Details.FollowupActions);
}
