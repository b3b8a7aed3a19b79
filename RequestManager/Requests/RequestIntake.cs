using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RequestManager.Responses;
using RequestManager.Sessions;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>
/// The corridor behind every door: check, number and store, publish, and wait for the answer as long as this caller wants to.
/// </summary>
internal sealed partial class RequestIntake(
    SessionNumbering sessions, RequestPublisher publisher, ResponseWaiters waiters, IOptions<RequestOptions> options, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<RequestIntake> logger)
{
    /// <param name="normalized">What the door alone knows; the fields common to all doors are filled in here.</param>
    /// <param name="refuse">What the door alone forbids.</param>
    public async Task<IResult> HandleAsync(RequestBody body, Caller? caller, NormalizedRequest normalized, HttpContext http, Func<ProblemKind?>? refuse = null)
    {
        var errors = new FieldErrors();
        body.Check(errors);
        if (errors.Problem is { } invalid) return invalid;
        if (refuse?.Invoke() is { } refused) return refused.Result();
        if (caller is { MayActForAnyUser: false } && caller.UserId != body.UserId) return Problems.UserIdMismatch.Result();
        Guid? sessionId = null;
        if (body.SessionId is not null)
        {
            if (!Guid.TryParse(body.SessionId, out var named)) return Problems.SessionNotFound.Result();
            sessionId = named;
        }

        if (body.Metadata is not null) normalized.IntegrationContext["metadata"] = body.Metadata.DeepClone();
        return await StoreAndAnswerAsync(
            normalized with
            {
                UserId = body.UserId!,
                Content = body.Content!,
                RequestType = body.RequestType ?? NormalizedRequest.DefaultRequestType,
                SessionId = sessionId,
                SentBy = RequestOwner.MarkOf(caller),
            },
            http);
    }

    private async Task<IResult> StoreAndAnswerAsync(NormalizedRequest request, HttpContext http)
    {
        var requestId = Guid.CreateVersion7();
        using var waiter = waiters.Expect(requestId);
        // A caller that hangs up now must not leave a request stored but unpublished until the sweeper comes.
        switch (await sessions.NumberAsync(requestId, request, CancellationToken.None))
        {
            case Numbering.SessionNotFound:
                return Problems.SessionNotFound.Result();
            case Numbering.TooManyPending:
                http.Response.Headers.RetryAfter = "5";
                return Problems.TooManyPending.Result();
            case Numbering.Numbered { Request: var numbered }:
                publisher.PublishInBackground(numbered);
                RequestTelemetry.Accepted(request.IntegrationType);
                var callerKind = RequestOwner.KindOf(request.SentBy);
                LogAccepted(logger, requestId, numbered.SessionId, numbered.SessionSeq, request.IntegrationType, callerKind, request.TargetAgentId is not null);
                return await AnswerAsync(numbered, waiter, http);
            default:
                throw new InvalidOperationException("unknown numbering");
        }
    }

    private async Task<IResult> AnswerAsync(NumberedRequest numbered, ResponseWaiters.Waiter waiter, HttpContext http)
    {
        var (requestId, sessionId) = (numbered.RequestId, numbered.SessionId);
        http.Response.Headers.Location = $"/api/v1/requests/{requestId}";
        if (Preference.AsksForAsync(http.Request))
        {
            http.Response.Headers["Preference-Applied"] = Preference.RespondAsync;
            return Accepted(requestId, sessionId);
        }

        var isTool = numbered.Request.IntegrationType == IntegrationType.Tool;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var answer = await waiter.WaitAsync(isTool ? options.Value.ToolWait : options.Value.ResponseTimeout, clock, giveUp.Token);
        return answer switch
        {
            { Status: RequestStatus.Completed } => Answered(answer, http),
            { } => Problems.AgentFailed.Result(null, ("request_id", requestId), ("failure_code", answer.FailureCode ?? "")),
            null when isTool => Accepted(requestId, sessionId),
            null => Problems.ResponseTimeout.Result(null, ("request_id", requestId)),
        };
    }

    private static Ok<AnswerBody> Answered(Answer answer, HttpContext http)
    {
        http.Response.Headers.Remove("Location"); // there is nothing left to fetch
        return TypedResults.Ok(AnswerBody.Of(answer));
    }

    private static JsonHttpResult<AnswerBody> Accepted(Guid requestId, Guid sessionId) =>
        TypedResults.Json(AnswerBody.Pending(requestId, sessionId), statusCode: StatusCodes.Status202Accepted);

    [LoggerMessage(Level = LogLevel.Information, Message = "request.accepted {RequestId} {SessionId} {SessionSeq} {IntegrationType} {CallerKind} {NamedAgent}")]
    private static partial void LogAccepted(
        ILogger logger, Guid requestId, Guid sessionId, int sessionSeq, IntegrationType integrationType, string callerKind, bool namedAgent);
}
