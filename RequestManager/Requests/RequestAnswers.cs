using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Requests;

/// <summary>How a call learns of its answer: by waiting for it as long as its door allows, or not at all.</summary>
internal sealed class RequestAnswers(IOptions<RequestOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public async Task<IResult> AnswerAsync(Guid requestId, Guid sessionId, IntegrationType door, ResponseWaiters.Waiter waiter, HttpContext http)
    {
        http.Response.Headers.Location = $"/api/v1/requests/{requestId}";
        if (Preference.AsksForAsync(http.Request))
        {
            http.Response.Headers["Preference-Applied"] = Preference.RespondAsync;
            return Accepted(requestId, sessionId);
        }

        var isTool = door == IntegrationType.Tool;
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
}
