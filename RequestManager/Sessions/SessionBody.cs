using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Sessions;

/// <summary>A session as its person sees it.</summary>
/// <param name="ExpiresAt">When it runs out unless there is another request.</param>
/// <param name="Messages">Left out where sessions are listed.</param>
internal sealed record SessionBody(
    Guid SessionId,
    string UserId,
    IntegrationType IntegrationType,
    SessionStatus Status,
    string? ChannelId,
    string? ThreadId,
    string? CurrentAgentId,
    int TotalRequests,
    Guid? LastRequestId,
    DateTimeOffset? LastRequestAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<MessageBody>? Messages = null)
{
    public static SessionBody Of(RequestSession row) => new(
        row.SessionId, row.UserId, row.IntegrationType, row.Status, row.ChannelId, row.ThreadId, row.CurrentAgentId, row.TotalRequests,
        row.LastRequestId, row.LastRequestAt, row.ExpiresAt, row.CreatedAt, row.UpdatedAt);
}

/// <summary>One request of a session and what became of it.</summary>
/// <param name="Status">As <see cref="AnswerBody"/> has it.</param>
/// <param name="Response">Null while there is none, and when the agent failed.</param>
internal sealed record MessageBody(
    Guid RequestId,
    int SessionSeq,
    string RequestType,
    string Content,
    [property: AllowedValues("pending", "completed", "failed")] string Status,
    string? AgentId,
    ResponseBody? Response,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureCode,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt)
{
    public static MessageBody Of(RequestLog row)
    {
        var answer = AnswerBody.Of(row);
        return new(
            row.RequestId, row.SessionSeq, row.RequestType, row.RequestContent, answer.Status, row.AgentId, answer.Response, answer.FailureCode,
            row.CreatedAt, row.CompletedAt);
    }
}
