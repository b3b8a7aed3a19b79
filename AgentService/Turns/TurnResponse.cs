using System.Text.Json.Nodes;
using AgentService.Agents;
using AgentService.Safety;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>Makes the response of a turn, and the event that tells of it.</summary>
internal static class TurnResponse
{
    public static ResponseReady Of(ClaimedTurn turn, AgentAnswer answer, TimeSpan took, DateTimeOffset now)
    {
        var request = turn.Request;
        var next = HasConversation(turn) ? answer.NextAgentId ?? turn.CurrentAgentId ?? AgentDirectory.RouterName : turn.CurrentAgentId;
        var newAgentId = next == turn.CurrentAgentId ? null : next;
        return new(
            request.RequestId, request.SessionId, request.UserId, answer.AgentId, Storable.Clean(answer.Content), ResponseType.Message, answer.Metadata,
            (int)took.TotalMilliseconds, answer.RequiresFollowup, answer.FollowupActions, answer.Tokens, request.IntegrationType, request.IntegrationContext?.DeepClone().AsObject(),
            newAgentId is not null || answer.ConversationContext is not null ? StateAfter(turn, newAgentId, answer) : null,
            now);
    }

    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    public static ResponseReady Failed(ClaimedTurn turn, string code, DateTimeOffset now)
    {
        var request = turn.Request;
        return new(
            request.RequestId, request.SessionId, request.UserId, turn.AgentId, code == FailureCodes.Unchecked ? GuardWords.Unchecked : "Sorry, I could not answer this request. Please try again.",
            ResponseType.Error, new JsonObject { [FailureCodes.MetadataKey] = code }, 0, false, [], TokenUsage.None, request.IntegrationType,
            request.IntegrationContext?.DeepClone().AsObject(), SessionUpdate: null, now);
    }

    /// <summary>The same turn always makes the same event id.</summary>
    public static Envelope<ResponseReady> ToEvent(ResponseReady response, int sessionSeq, string? replyTo, string? correlationId, string? traceParent)
    {
        var requestId = response.RequestId.ToString();
        return new(requestId, ServiceNames.AgentService, EventTypes.ResponseReady, response.CreatedAt, requestId, response)
        {
            UserId = response.UserId,
            SessionId = response.SessionId.ToString(),
            SessionSeq = sessionSeq,
            RequestId = requestId,
            ReplyTo = replyTo,
            CorrelationId = correlationId,
            CausationId = requestId, // the id of request.created, which is derived from the same row
            TraceParent = traceParent,
        };
    }

    // Who is asked for by name answers once and does not take over; nor does who answers a command.
    private static bool HasConversation(ClaimedTurn turn) => turn.Request is { TargetAgentId: null, Command: null };

    // All of the state, not only what changed: RequestManager keeps the newest update and drops an older one that comes after it.
    private static SessionUpdate StateAfter(ClaimedTurn turn, string? newAgentId, AgentAnswer answer) =>
        new(newAgentId ?? turn.CurrentAgentId, LlamaStackSessionId: null, answer.ConversationContext ?? turn.Context());
}
