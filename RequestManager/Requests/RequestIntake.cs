using RequestManager.Responses;
using RequestManager.Sessions;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>
/// The corridor behind every door: check, number and store, publish, and answer as this caller wants to be answered.
/// </summary>
internal sealed partial class RequestIntake(
    SessionNumbering sessions, IdempotentRequests idempotent, IntakeLimits limits, RequestPublisher publisher, ResponseWaiters waiters, RequestAnswers answers,
    ILogger<RequestIntake> logger)
{
    /// <param name="normalized">What the door alone knows; the fields common to all doors are filled in here.</param>
    /// <param name="refuse">What the door alone forbids.</param>
    public async Task<IResult> HandleAsync(RequestBody body, Caller? caller, NormalizedRequest normalized, HttpContext http, Func<IResult?>? refuse = null)
    {
        var errors = new FieldErrors();
        body.Check(errors);
        var key = IdempotencyKey.Of(http.Request, body, errors);
        if (errors.Problem is { } invalid) return invalid;
        if (refuse?.Invoke() is { } refused) return refused;
        if (caller is { MayActForAnyUser: false } && caller.UserId != body.UserId) return Problems.UserIdMismatch.Result();
        Guid? sessionId = null;
        if (body.SessionId is not null)
        {
            if (!Guid.TryParse(body.SessionId, out var named)) return Problems.SessionNotFound.Result();
            sessionId = named;
        }

        if (body.Metadata is not null) normalized.IntegrationContext["metadata"] = body.Metadata.DeepClone();
        if (caller?.Owns(body.UserId!) == true) normalized.Describe(caller);
        return await AcceptAsync(
            normalized with
            {
                UserId = body.UserId!,
                Content = body.Content!,
                Command = SessionCommands.In(body.Content!),
                RequestType = body.RequestType ?? NormalizedRequest.DefaultRequestType,
                SessionId = sessionId,
                IdempotencyKey = key,
                SentBy = RequestOwner.MarkOf(caller),
            },
            http);
    }

    private async Task<IResult> AcceptAsync(NormalizedRequest request, HttpContext http)
    {
        using var place = limits.TakePlace();
        if (!place.IsAcquired) return Problems.Overloaded.Result(http, retryAfter: 5);
        if (await idempotent.FindAsync(request, http.RequestAborted) is { } earlier) return await RepeatAsync(earlier, request, http);
        if (limits.Refuse(request, http) is { } limited) return limited;
        var requestId = Guid.CreateVersion7();
        using var waiter = waiters.Expect(requestId);
        using var listener = answers.Listen(requestId, request);
        // A caller that hangs up now must not leave a request stored but unpublished until the sweeper comes.
        switch (await sessions.NumberAsync(requestId, request, CancellationToken.None))
        {
            case Numbering.SessionNotFound:
                return Problems.SessionNotFound.Result();
            case Numbering.TooManyPending:
                return Problems.TooManyPending.Result(http, retryAfter: 5);
            case Numbering.Repeated when await idempotent.FindAsync(request, http.RequestAborted) is { } first:
                return await RepeatAsync(first, request, http);
            case Numbering.Repeated: // forgotten at this very moment
                return CommonProblems.Unavailable.Result(http, retryAfter: 1);
            case Numbering.Numbered { Request: var numbered }:
                publisher.PublishInBackground(numbered);
                ReportAccepted(numbered);
                return await answers.AnswerAsync(requestId, numbered.SessionId, request.IntegrationType, waiter, listener, http);
            default:
                throw new InvalidOperationException("unknown numbering");
        }
    }

    // The same request, answered as this call wants it: the first one's own wishes were for its own call.
    private async Task<IResult> RepeatAsync(EarlierRequest earlier, NormalizedRequest request, HttpContext http)
    {
        if (!request.IdempotencyKey!.StandsFor(earlier.Hash)) return Problems.IdempotencyKeyReused.Result();
        if (limits.Refuse(request, http) is { } limited) return limited;
        LogRepeated(logger, earlier.RequestId, earlier.SessionId);
        using var waiter = waiters.Expect(earlier.RequestId);
        using var listener = answers.Listen(earlier.RequestId, request);
        if (await idempotent.AnswerOfAsync(earlier.RequestId, http.RequestAborted) is { } answer)
        {
            waiters.Wake(answer);
            if (Preference.AsksForAsync(http.Request)) return RequestAnswers.Accepted(AnswerBody.Of(answer), http);
        }

        return await answers.AnswerAsync(earlier.RequestId, earlier.SessionId, request.IntegrationType, waiter, listener, http);
    }

    private void ReportAccepted(NumberedRequest numbered)
    {
        var request = numbered.Request;
        RequestTelemetry.Accepted(request.IntegrationType);
        var callerKind = RequestOwner.KindOf(request.SentBy);
        LogAccepted(logger, numbered.RequestId, numbered.SessionId, numbered.SessionSeq, request.IntegrationType, callerKind, request.TargetAgentId is not null);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "request.accepted {RequestId} {SessionId} {SessionSeq} {IntegrationType} {CallerKind} {NamedAgent}")]
    private static partial void LogAccepted(
        ILogger logger, Guid requestId, Guid sessionId, int sessionSeq, IntegrationType integrationType, string callerKind, bool namedAgent);

    [LoggerMessage(Level = LogLevel.Information, Message = "request.repeated {RequestId} {SessionId}")]
    private static partial void LogRepeated(ILogger logger, Guid requestId, Guid sessionId);
}
