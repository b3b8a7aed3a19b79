using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>Every door gives an answer, at once or later.</summary>
public abstract class AnswersSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Question = "How do I connect to the VPN from home?";

    [Fact]
    public async Task A_question_from_the_web_is_answered_from_the_knowledge_base_and_the_next_one_joins_its_session()
    {
        var first = await Graph.WebTestUser.PostAsync(
            "/api/v1/requests/web", new { user_id = "web-test-user", content = Question, client_ip = "192.168.1.100" });
        var second = await Graph.WebTestUser.AskWebAsync("web-test-user", "Hello, I need help with my laptop");

        MustBeAnAnswer(first);
        Assert.Contains("vpn.example.com", first.Content, StringComparison.Ordinal);
        Assert.Contains("vpn.md", first.Content, StringComparison.Ordinal);
        MustBeAnAnswer(second);
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.NotEqual(first.RequestId, second.RequestId);
    }

    [Fact]
    public async Task A_question_from_a_terminal_is_answered_in_a_session_of_its_own()
    {
        var web = await Graph.WebTestUser.AskWebAsync("web-test-user", Question);
        var cli = await Graph.WebTestUser.PostAsync(
            "/api/v1/requests/cli",
            new { user_id = "web-test-user", content = Question, metadata = new { terminal = "xterm", command = "agent ask" } });

        MustBeAnAnswer(cli);
        Assert.Equal(web.Content, cli.Content);
        Assert.NotEqual(web.SessionId, cli.SessionId);
    }

    [Fact]
    public async Task A_tool_is_answered_in_the_name_of_any_person_and_may_read_what_it_asked()
    {
        var person = Somebody();
        var asked = await Graph.Tool.AskToolAsync(person, Question);
        var read = await Graph.Tool.GetAsync($"/api/v1/requests/{asked.RequestId}");

        MustBeAnAnswer(asked);
        Assert.Equal("completed", read.Must(200)["status"]);
        Assert.Equal(asked.Content, read.Content);
        Assert.Equal(person, (await Graph.Rows.TurnsAsync(person)).Single().UserId);
    }

    [Theory]
    [InlineData("WEB")]
    [InlineData("cli")]
    [InlineData("Teams")]
    [InlineData("DISCORD")]
    public async Task The_generic_door_answers_anyone_while_it_is_open(string integrationType) =>
        MustBeAnAnswer(await Graph.Anyone.AskAsync(Somebody(), Question, integrationType));

    [Fact]
    public async Task A_person_with_a_credential_is_answered_at_the_generic_door_too() =>
        MustBeAnAnswer(await Graph.JohnDoe.AskAsync("john.doe", Question));

    [Fact]
    public async Task Who_prefers_not_to_wait_is_told_where_the_answer_will_be()
    {
        var promised = await Graph.WebTestUser.Async().AskWebAsync("web-test-user", Question);

        promised.Must(202);
        Assert.Equal("pending", promised["status"]);
        Assert.Equal($"/api/v1/requests/{promised.RequestId}", promised.Headers["Location"]);
        Assert.Equal("respond-async", promised.Headers["Preference-Applied"]);
        var answer = await Graph.WebTestUser.EndOfAsync(promised.RequestId);
        MustBeAnAnswer(answer);
        Assert.Equal(promised.SessionId, answer.SessionId);
    }

    [Fact]
    public async Task A_request_that_was_answered_never_reads_as_pending()
    {
        var asked = await Graph.Anyone.AskAsync(Somebody(), Question);
        var read = await Graph.Anyone.GetAsync($"/api/v1/requests/{asked.RequestId}");

        Assert.Equal("completed", read.Must(200)["status"]);
        Assert.Equal(asked.Content, read.Content);
    }

    [Fact]
    public async Task A_named_session_is_continued()
    {
        var person = Somebody();
        var first = await Graph.Anyone.AskAsync(person, Question);
        var second = await Graph.Anyone.PostAsync(
            "/api/v1/requests/generic",
            new { integration_type = "WEB", user_id = person, content = Question, session_id = first.SessionId });

        Assert.Equal(first.SessionId, second.Must(200).SessionId);
    }

    [Fact]
    public async Task What_nobody_wrote_down_is_answered_by_saying_so()
    {
        var answer = await Graph.Anyone.AskAsync(Somebody(), "What is the capital of France?");

        MustBeAnAnswer(answer);
        Assert.DoesNotContain("Source:", answer.Content, StringComparison.Ordinal);
        Assert.Contains("don't know", answer.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_agent_nobody_knows_fails_the_request_and_the_session_goes_on()
    {
        var person = Somebody();
        var failed = await Graph.MisconfiguredTool.Async().AskToolAsync(person, Question, toolId: Graph.MisconfiguredToolId);
        var next = await Graph.Tool.AskToolAsync(person, Question);

        var end = await Graph.MisconfiguredTool.EndOfAsync(failed.Must(202).RequestId);
        Assert.Equal("failed", end["status"]);
        Assert.Equal("unknown_agent", end["failure_code"]);
        Assert.Null(end.Find("response"));
        MustBeAnAnswer(next);
        Assert.Equal(failed.SessionId, next.SessionId);
    }

    [Fact]
    public async Task Unusual_but_good_text_comes_through_unharmed()
    {
        var person = Somebody();
        var content = "Ünïcödé 🦄 'quotes' \"and\" <tags> \\ \t\n {{ }} ; drop table request_logs; " + new string('x', 31_000);
        (await Graph.Anyone.AskAsync(person, content)).Must(200);

        Assert.Equal(content, (await Graph.Rows.TurnsAsync(person)).Single().Question);
    }

    private static void MustBeAnAnswer(Reply reply)
    {
        reply.Must(200);
        Assert.Equal("completed", reply["status"]);
        Assert.True(Guid.TryParse(reply.RequestId, out _));
        Assert.True(Guid.TryParse(reply.SessionId, out _));
        Assert.NotEmpty(reply.Content);
        Assert.Equal("knowledge", reply["response.agent_id"]);
        Assert.True(reply.Find("response.processing_time_ms")!.GetValue<int>() >= 0);
        Assert.NotNull(reply.Find("response.metadata"));
        Assert.NotNull(reply.Find("response.requires_followup"));
        Assert.NotNull(reply.Find("response.followup_actions"));
    }
}

[Collection<OnEventingGraph>]
public sealed class AnswersOverEventing(EventingGraph graph) : AnswersSuite(graph);

[Collection<OnDirectGraph>]
public sealed class AnswersOverDirect(DirectGraph graph) : AnswersSuite(graph);
