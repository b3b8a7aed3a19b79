using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Requests;

/// <summary>How a call learns of its answer: waiting as long as its door allows, hearing it being written, or not at all.</summary>
internal sealed class RequestAnswers(
    ResponseDeltas deltas, AnswerStream stream, IOptions<RequestOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>For the doors that can stream: whether this call asks for it. One that does not wait hears nothing.</summary>
    public static bool AreToStream(HttpRequest call) => EventStream.IsAskedFor(call) && !Preference.AsksForAsync(call);

    /// <returns>Null for a call that only wants the whole answer.</returns>
    public ResponseDeltas.Listener? Listen(Guid requestId, NormalizedRequest request) => request.Streams ? deltas.Listen(requestId) : null;

    public async Task<IResult> AnswerAsync(
        Guid requestId, Guid sessionId, IntegrationType door, ResponseWaiters.Waiter waiter, ResponseDeltas.Listener? listener,
        HttpContext http)
    {
        var pending = AnswerBody.Pending(requestId, sessionId);
        if (Preference.AsksForAsync(http.Request)) return Accepted(pending, http);
        http.Response.Headers.Location = LocationOf(pending);
        var isTool = door == IntegrationType.Tool;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var answering = waiter.WaitAsync(isTool ? options.Value.ToolWait : options.Value.ResponseTimeout, clock, giveUp.Token);
        if (listener is not null)
        {
            await stream.WriteAsync(http, pending, listener, EndAsync());
            return TypedResults.Empty;
        }

        var end = await EndAsync();
        if (end is Ok<AnswerBody>) http.Response.Headers.Remove("Location"); // there is nothing left to fetch
        return end;

        async Task<IResult> EndAsync() => await answering switch
        {
            { Status: RequestStatus.Completed } answer => TypedResults.Ok(AnswerBody.Of(answer)),
            { } answer => Problems.AgentFailed.Result(null, ("request_id", requestId), ("failure_code", answer.FailureCode ?? "")),
            null when isTool => Accepted(pending),
            null => Problems.ResponseTimeout.Result(null, ("request_id", requestId)),
        };
    }

    /// <summary>For a call that does not wait: what is known of the request by now.</summary>
    public static IResult Accepted(AnswerBody known, HttpContext http)
    {
        http.Response.Headers.Location = LocationOf(known);
        http.Response.Headers["Preference-Applied"] = Preference.RespondAsync;
        return Accepted(known);
    }

    private static JsonHttpResult<AnswerBody> Accepted(AnswerBody known) => TypedResults.Json(known, statusCode: StatusCodes.Status202Accepted);

    private static string LocationOf(AnswerBody known) => $"/api/v1/requests/{known.RequestId}";
}
