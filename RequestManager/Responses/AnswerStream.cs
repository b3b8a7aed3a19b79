using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace RequestManager.Responses;

/// <summary>
/// Answers a call while the answer is being written: <c>accepted</c>, <c>delta</c>…, then <c>completed</c> or <c>failed</c>. A lost
/// connection loses nothing: the request goes on.
/// </summary>
internal sealed class AnswerStream(TimeProvider clock, IOptions<ProblemDetailsOptions> problems)
{
    // Below the idle limit of every proxy we know of.
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="accepted">The body of the 202 this call would get otherwise.</param>
    /// <param name="ending">What this call would be answered with otherwise; completes when the caller hangs up.</param>
    public async Task WriteAsync(HttpContext http, AnswerBody accepted, ResponseDeltas.Listener listener, Task<IResult> ending)
    {
        var stream = new EventStream(http.Response);
        var order = new DeltaOrder();
        stream.Begin();
        stream.Write("accepted", accepted);
        await stream.FlushAsync();
        _ = ending.ContinueWith(_ => listener.End(), TaskScheduler.Default);
        while (await HearAsync(listener, stream))
        {
            while (listener.Heard.TryRead(out var piece)) WriteAll(stream, order.Take(piece));
            await stream.FlushAsync();
        }

        if (http.RequestAborted.IsCancellationRequested) return;
        WriteEnd(stream, order, await ending, http);
        await stream.FlushAsync();
    }

    /// <returns>False when there will be no more pieces.</returns>
    private async Task<bool> HearAsync(ResponseDeltas.Listener listener, EventStream stream)
    {
        var more = listener.Heard.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            await ((Task)more).WaitAsync(_heartbeat, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (more.IsCompleted) return await more;
            stream.WriteHeartbeat();
            await stream.FlushAsync();
        }
    }

    private void WriteEnd(EventStream stream, DeltaOrder order, IResult ending, HttpContext http)
    {
        switch (ending)
        {
            case Ok<AnswerBody> { Value: { Response: { } response } answer }:
                if (order.Complete(response.Content) is { } rest) stream.Write("delta", rest);
                stream.Write("completed", answer);
                break;
            case ProblemHttpResult { ProblemDetails: var problem }:
                problems.Value.CustomizeProblemDetails?.Invoke(new() { HttpContext = http, ProblemDetails = problem });
                stream.Write("failed", problem);
                break;
            default:
                throw new InvalidOperationException($"no event for {ending.GetType().Name}");
        }
    }

    private static void WriteAll(EventStream stream, IReadOnlyList<Delta> deltas)
    {
        foreach (var delta in deltas) stream.Write("delta", delta);
    }
}
