using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Tests;

public sealed class AnswerStreamTests : IDisposable
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly FakeTimeProvider _clock = new();
    private readonly ResponseDeltas _deltas = new();
    private readonly ResponseDeltas.Listener _listener;
    private readonly TaskCompletionSource<IResult> _ending = new();
    private readonly DefaultHttpContext _http = new();
    private readonly StreamReader _read;
    private readonly Task _writing;

    public AnswerStreamTests()
    {
        var pipe = new Pipe();
        _http.Response.Body = pipe.Writer.AsStream();
        _read = new(pipe.Reader.AsStream());
        _listener = _deltas.Listen(_id);
        var stream = new AnswerStream(_clock, Options.Create(new ProblemDetailsOptions()));
        _writing = stream.WriteAsync(_http, AnswerBody.Pending(_id, Guid.Empty), _listener, _ending.Task);
    }

    [Fact]
    public async Task After_fifteen_silent_seconds_there_is_a_comment_and_then_again()
    {
        Assert.Equal("event: accepted", (await NextAsync())[0]);
        _clock.Advance(TimeSpan.FromSeconds(14.9));
        _deltas.Tell(new(_id, 1, 0, "one "));
        Assert.Equal("event: delta", (await NextAsync())[0]);
        Assert.Equal([":"], await NextAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal([":"], await NextAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Pieces_come_in_order_and_the_end_brings_what_is_missing()
    {
        _deltas.Tell(new(_id, 1, 1, "two "));
        _deltas.Tell(new(_id, 1, 0, "one "));
        _deltas.Tell(new(Guid.NewGuid(), 1, 2, "of another request"));
        Assert.Equal("event: accepted", (await NextAsync())[0]);
        Assert.Equal(["event: delta", """data: {"text":"one ","index":0,"attempt":1}"""], await NextAsync());
        Assert.Equal(["event: delta", """data: {"text":"two ","index":1,"attempt":1}"""], await NextAsync());

        var answer = new Answer(
            _id, Guid.Empty, RequestStatus.Completed, "an-agent", "one two three", 1, new(null, false, [], TokenUsage.None));
        _ending.SetResult(TypedResults.Ok(AnswerBody.Of(answer)));
        Assert.Equal(["event: delta", """data: {"text":"three","index":2,"attempt":1}"""], await NextAsync());
        Assert.Equal("event: completed", (await NextAsync())[0]);
        await _writing;
    }

    [Fact]
    public async Task A_failure_is_the_problem_the_call_would_have_been_answered_with()
    {
        _ending.SetResult(Problems.ResponseTimeout.Result(null, ("request_id", _id)));
        await NextAsync();
        var failed = await NextAsync();
        Assert.Equal("event: failed", failed[0]);
        Assert.Contains("\"status\":504", failed[1], StringComparison.Ordinal);
        Assert.Contains("\"code\":\"response_timeout\"", failed[1], StringComparison.Ordinal);
        Assert.Contains($"\"request_id\":\"{_id}\"", failed[1], StringComparison.Ordinal);
        await _writing;
    }

    [Fact]
    public async Task Nobody_on_the_way_keeps_it_or_holds_it_back()
    {
        await NextAsync();
        Assert.Equal("text/event-stream", _http.Response.ContentType);
        Assert.Equal("no-store", _http.Response.Headers.CacheControl);
        Assert.Equal("no", _http.Response.Headers["X-Accel-Buffering"]);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _read.Dispose();
    }

    // The lines up to the next empty one; time goes on in these steps until they are there.
    private async Task<List<string>> NextAsync(TimeSpan step = default)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = _read.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
            while (!line.IsCompleted)
            {
                _clock.Advance(step);
                await Task.Yield();
            }

            if (await line is not { Length: > 0 } text) return lines;
            lines.Add(text);
        }
    }
}
