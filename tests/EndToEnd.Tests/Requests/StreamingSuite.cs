using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>Who wants to hears an answer while it is being written.</summary>
public abstract class StreamingSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Web = "/api/v1/requests/web", Cli = "/api/v1/requests/cli", Question = "How do I connect to the VPN from home?";

    private static readonly object _question = new { user_id = "web-test-user", content = Question };

    [Theory]
    [InlineData(Web)]
    [InlineData(Cli)]
    public async Task The_pieces_make_the_answer_that_stands_at_the_end_and_is_kept(string door)
    {
        await using var stream = await Graph.WebTestUser.HearAsync(door, _question);
        Assert.Equal(200, stream.Status);
        Assert.Equal("text/event-stream", stream.Header("Content-Type"));
        Assert.Equal("no-store", stream.Header("Cache-Control"));
        Assert.Equal("no", stream.Header("X-Accel-Buffering"));
        var heard = await stream.ToEndAsync();

        var accepted = heard[0];
        Assert.Equal("accepted", accepted.Name);
        Assert.Equal($"/api/v1/requests/{accepted["request_id"]}", stream.Header("Location"));
        Assert.Equal("completed", heard[^1].Name);
        MustBeTheText(heard[1..^1], heard[^1].Data["response"]!["content"]!.ToString());
        var kept = (await Graph.WebTestUser.GetAsync(stream.Header("Location")!)).Must(200);
        Assert.True(JsonNode.DeepEquals(kept.Body, heard[^1].Data), $"{kept.Text}\nis not\n{heard[^1].Data}");
        Assert.Equal(accepted["session_id"], kept.SessionId);
    }

    [Fact]
    public async Task It_is_the_answer_of_a_call_that_waits()
    {
        await using var stream = await Graph.WebTestUser.HearAsync(Web, _question);
        var heard = await stream.ToEndAsync();
        var waited = await Graph.WebTestUser.PostAsync(Web, _question);

        Assert.Equal(waited.Must(200).Content, heard[^1].Data["response"]!["content"]!.ToString());
        Assert.True(JsonNode.DeepEquals(waited.Find("response.metadata"), heard[^1].Data["response"]!["metadata"]));
    }

    [Fact]
    public async Task Many_at_once_each_hear_their_own_answer_whole()
    {
        string[] questions = [Question, "How do I reset my password?", "Hello", "What is the capital of France?"];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var question = new { user_id = "web-test-user", content = questions[number % questions.Length] };
            await using var stream = await Graph.WebTestUser.HearAsync(Web, question);
            var heard = await stream.ToEndAsync();
            Assert.All(heard, one => Assert.True(one.Name == "delta" || one["request_id"] == heard[0]["request_id"]));
            MustBeTheText(heard[1..^1], heard[^1].Data["response"]!["content"]!.ToString());
        }));
    }

    [Fact]
    public async Task Who_hangs_up_finds_the_answer_later()
    {
        string requestId;
        await using (var stream = await Graph.WebTestUser.HearAsync(Web, _question))
            requestId = (await stream.NextAsync())!["request_id"]!;

        var kept = await Graph.WebTestUser.EndOfAsync(requestId);
        Assert.Equal("completed", kept["status"]);
        Assert.NotEmpty(kept.Content);
    }

    [Fact]
    public async Task A_failure_is_an_event_too()
    {
        // What the agents left for themselves is not what they can read.
        const string leave = "update agent_mailboxes set conversation_context = $2::jsonb where session_id = $1::uuid returning conversation_context::text";
        var question = new { user_id = "john.doe", content = "Hello" };
        var session = (await Graph.JohnDoe.PostAsync(Cli, question)).SessionId;
        await Graph.Rows.TextAsync(leave, session, "[]");
        await using var stream = await Graph.JohnDoe.HearAsync(Cli, question);
        var heard = await stream.ToEndAsync();
        await Graph.Rows.TextAsync(leave, session, "{}");

        Assert.Equal(["accepted", "failed"], heard.Select(one => one.Name));
        Assert.Equal("agent_failed", heard[1]["code"]);
        Assert.Equal("502", heard[1]["status"]);
        Assert.Equal("attempts_exhausted", heard[1]["failure_code"]);
        Assert.Equal(heard[0]["request_id"], heard[1]["request_id"]);
        Assert.Matches("^[0-9a-f]{32}$", heard[1]["trace_id"]);
    }

    [Fact]
    public async Task A_call_that_is_refused_is_refused_as_ever()
    {
        var caller = Graph.WebTestUser.With("Accept", "text/event-stream");

        (await caller.PostAsync(Web, new { user_id = "web-test-user" })).MustBeProblem(400, "validation_failed");
        (await caller.PostAsync(Web, new { user_id = "somebody-else", content = "Hello" })).MustBeProblem(403, "user_id_mismatch");
        (await Graph.Anyone.With("Accept", "text/event-stream").PostAsync(Web, _question)).MustBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Who_prefers_not_to_wait_hears_nothing()
    {
        var promised = await Graph.WebTestUser.Async().With("Accept", "text/event-stream").PostAsync(Web, _question);

        Assert.Equal("pending", promised.Must(202)["status"]);
    }

    [Fact]
    public async Task Doors_that_cannot_stream_answer_as_ever()
    {
        var generic = await Graph.Anyone.With("Accept", "text/event-stream").AskAsync(Somebody(), "Hello");
        var tool = await Graph.Tool.With("Accept", "text/event-stream").AskToolAsync(Somebody(), "Hello");

        Assert.Equal("completed", generic.Must(200)["status"]);
        Assert.Equal("completed", tool.Must(200)["status"]);
    }

    private static void MustBeTheText(List<Heard> deltas, string content)
    {
        Assert.NotEmpty(deltas);
        Assert.All(deltas, delta => Assert.Equal("delta", delta.Name));
        Assert.All(deltas, (delta, index) => Assert.Equal((index, 1), ((int)delta.Data["index"]!, (int)delta.Data["attempt"]!)));
        Assert.Equal(content, string.Concat(deltas.Select(delta => delta["text"])));
    }
}

[Collection<OnEventingGraph>]
public sealed class StreamingOverEventing(EventingGraph graph) : StreamingSuite(graph);

[Collection<OnDirectGraph>]
public sealed class StreamingOverDirect(DirectGraph graph) : StreamingSuite(graph);
