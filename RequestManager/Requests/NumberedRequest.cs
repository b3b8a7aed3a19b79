using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>A request that is stored and has its number in its session: from here on it cannot be lost.</summary>
/// <param name="SessionSeq">From 1; the session is answered in this order.</param>
public sealed record NumberedRequest(
    Guid RequestId, Guid SessionId, int SessionSeq, NormalizedRequest Request, DateTimeOffset CreatedAt, string? TraceParent)
{
    /// <summary>The event that tells of the row. The same row always makes the same event id.</summary>
    /// <param name="lifetime">How long the request may stay unanswered.</param>
    public Envelope<RequestCreated> ToEvent(string replyTo, TimeSpan lifetime) => new(
        RequestId.ToString(), ServiceNames.RequestManager, EventTypes.RequestCreated, CreatedAt, RequestId.ToString(),
        new(RequestId, SessionId, Request.UserId, Request.IntegrationType, Request.RequestType, Request.Content, Request.IntegrationContext,
            Request.UserContext, Request.TargetAgentId, RequiresRouting: Request is { TargetAgentId: null, Command: null }, CreatedAt,
            CreatedAt + lifetime, Request.Streams, Request.Command))
    {
        UserId = Request.UserId,
        SessionId = SessionId.ToString(),
        SessionSeq = SessionSeq,
        RequestId = RequestId.ToString(),
        ReplyTo = replyTo,
        CorrelationId = Request.CorrelationId,
        TraceParent = TraceParent,
    };
}
