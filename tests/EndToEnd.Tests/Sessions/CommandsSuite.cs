using System.Globalization;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Sessions;

/// <summary>What is said to the session and not to an agent.</summary>
public abstract class CommandsSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Cleared = "Session cleared. Starting fresh!";
    private const string StatusOf = "select status from request_sessions where session_id = $1";

    private const string AfterAReset = """
        select count(*) from request_logs r join request_logs earlier using (session_id)
        where r.user_id = $1 and earlier.request_content = 'reset' and r.session_seq > earlier.session_seq
        """;

    [Fact]
    public async Task A_reset_is_answered_after_all_before_it_and_the_next_request_opens_a_new_session()
    {
        const int before = 10;
        var person = Somebody();
        for (var number = 0; number < before; number++) (await Graph.Anyone.Async().AskAsync(person, "Hello")).Must(202);
        var reset = await Graph.Anyone.AskAsync(person, " Reset ");
        var next = await Graph.Anyone.AskAsync(person, "Hello");

        Assert.Equal((Cleared, "system"), (reset.Must(200).Content, reset["response.agent_id"]));
        var turns = (await Graph.Rows.TurnsAsync(person)).Where(turn => turn.SessionId == reset.SessionId).ToList();
        turns.MustBeAnsweredOnceAndInOrder(1, before + 1);
        Assert.Equal(reset.RequestId, turns[^1].RequestId);
        Assert.Equal("INACTIVE", await Graph.Rows.TextAsync(StatusOf, reset.SessionId));
        Assert.NotEqual(reset.SessionId, next.Must(200).SessionId);
        Assert.Equal("routing-agent", next["response.agent_id"]);
    }

    [Fact]
    public async Task Whatever_comes_at_once_with_a_reset_stands_before_it_or_in_another_session()
    {
        const int messages = 60;
        var person = Somebody();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, messages).Select(number => Graph.Anyone.AskAsync(person, number % 6 == 5 ? "reset" : "Hello")));

        Assert.All(replies, reply => reply.Must(200));
        Assert.Equal(messages / 6, replies.Count(reply => reply.Content == Cleared));
        Assert.Equal(0, await Graph.Rows.CountAsync(AfterAReset, person));
        var sessions = (await Graph.Rows.TurnsAsync(person)).GroupBy(turn => turn.SessionId).ToList();
        Assert.InRange(sessions.Count, messages / 6, (messages / 6) + 1);
        Assert.All(sessions, session => Assert.Equal(Enumerable.Range(1, session.Count()), session.Select(turn => turn.RequestSeq)));
    }

    [Fact]
    public async Task The_first_word_of_a_new_person_may_be_a_reset()
    {
        var person = Somebody();
        var reset = await Graph.Anyone.AskAsync(person, "new session");
        var next = await Graph.Anyone.AskAsync(person, "Hello");

        Assert.Equal(Cleared, reset.Must(200).Content);
        Assert.NotEqual(reset.SessionId, next.Must(200).SessionId);
    }

    [Fact]
    public async Task A_tools_reset_ends_its_session_whatever_agent_it_names()
    {
        var person = Somebody();
        var before = await Graph.Tool.AskToolAsync(person, "Hello");
        var reset = await Graph.Tool.AskToolAsync(person, "clear", agent: "routing-agent");
        var next = await Graph.Tool.AskToolAsync(person, "Hello");

        Assert.Equal((Cleared, "system"), (reset.Must(200).Content, reset["response.agent_id"]));
        Assert.Equal(before.SessionId, reset.SessionId);
        Assert.NotEqual(reset.SessionId, next.Must(200).SessionId);
    }

    [Fact]
    public async Task A_session_that_was_reset_by_its_id_is_gone_for_the_next()
    {
        var person = Somebody();
        var first = (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        var named = new { user_id = person, content = "restart", integration_type = "WEB", session_id = first.SessionId };

        Assert.Equal(Cleared, (await Graph.Anyone.PostAsync("/api/v1/requests/generic", named)).Must(200).Content);
        (await Graph.Anyone.PostAsync("/api/v1/requests/generic", named)).MustBeProblem(404, "session_not_found");
    }

    [Fact]
    public async Task The_token_summary_counts_the_turns_of_the_session_before_it()
    {
        var person = Somebody();
        Assert.Equal(
            "TOKEN_SUMMARY:INPUT:0:OUTPUT:0:TOTAL:0:CALLS:0:MAX_SINGLE_INPUT:0:MAX_SINGLE_OUTPUT:0:MAX_SINGLE_TOTAL:0",
            (await Graph.Anyone.AskAsync(person, "tokens")).Must(200).Content);
        (await Graph.Anyone.AskAsync(person, "How do I connect to the VPN from home?")).Must(200);
        var one = Counts(await Graph.Anyone.AskAsync(person, "Usage Stats"));
        (await Graph.Anyone.AskAsync(person, "How do I connect to the VPN from home?")).Must(200);
        var two = Counts(await Graph.Anyone.AskAsync(person, "**tokens**"));

        Assert.Equal((1, 2), (one["CALLS"], two["CALLS"]));
        Assert.True(one["INPUT"] > 0 && one["OUTPUT"] > 0);
        Assert.Equal((one["INPUT"] * 2, one["OUTPUT"] * 2, one["TOTAL"] * 2), (two["INPUT"], two["OUTPUT"], two["TOTAL"]));
        Assert.Equal(one["INPUT"] + one["OUTPUT"], one["TOTAL"]);
        Assert.Equal((one["INPUT"], one["OUTPUT"], one["TOTAL"]), (two["MAX_SINGLE_INPUT"], two["MAX_SINGLE_OUTPUT"], two["MAX_SINGLE_TOTAL"]));
    }

    private static Dictionary<string, int> Counts(Reply summary)
    {
        Assert.Equal("system", summary.Must(200)["response.agent_id"]);
        return summary.Content.Split(':').Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
    }
}

[Collection<OnEventingGraph>]
public sealed class CommandsOverEventing(EventingGraph graph) : CommandsSuite(graph);

[Collection<OnDirectGraph>]
public sealed class CommandsOverDirect(DirectGraph graph) : CommandsSuite(graph);
