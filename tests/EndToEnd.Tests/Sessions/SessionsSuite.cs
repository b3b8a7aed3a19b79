using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Sessions;

/// <summary>People look at their sessions and end them; nobody else does.</summary>
public abstract class SessionsSuite(Graph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task A_session_shows_its_messages_in_order_with_their_answers()
    {
        var person = Somebody();
        var asked = new List<Reply>();
        foreach (var question in new[] { "Hello", "How do I connect to the VPN from home?", "Thanks" })
            asked.Add((await Graph.Anyone.AskAsync(person, question)).Must(200));
        var path = $"/api/v1/sessions/{asked[0].SessionId}";

        var session = (await Graph.Anyone.GetAsync(path)).Must(200);
        Assert.Equal((person, "WEB", "ACTIVE", "3"), (session["user_id"], session["integration_type"], session["status"], session["total_requests"]));
        Assert.Equal(asked[^1].RequestId, session["last_request_id"]);
        Assert.Equal(
            TimeSpan.FromHours(336), session.Find("expires_at")!.GetValue<DateTimeOffset>() - session.Find("last_request_at")!.GetValue<DateTimeOffset>());
        var messages = session.Find("messages")!.AsArray();
        Assert.Equal(asked.Select(reply => (reply.RequestId, reply.Content)), messages.Select(Answered));
        Assert.Equal([1, 2, 3], messages.Select(message => (int)message!["session_seq"]!));
        Assert.Equal(["routing-agent", "knowledge", "routing-agent"], messages.Select(message => (string?)message!["agent_id"]));
        Assert.Equal("How do I connect to the VPN from home?", (string)messages[1]!["content"]!);
        var page = (await Graph.Anyone.GetAsync($"{path}?limit=1&offset=1")).Must(200);
        Assert.Equal((asked[1].RequestId, asked[1].Content), Answered(Assert.Single(page.Find("messages")!.AsArray())));
        Assert.Equal("3", page.Headers["X-Total-Count"]);
    }

    [Fact]
    public async Task A_persons_sessions_are_listed_newest_first_and_in_pages()
    {
        var person = Somebody();
        var ids = new List<string>();
        foreach (var type in new[] { "WEB", "CLI", "TEAMS" }) ids.Add((await Graph.Anyone.AskAsync(person, "Hello", type)).Must(200).SessionId);
        (await Graph.Anyone.PostAsync($"/api/v1/sessions/{ids[1]}/close")).Must(200);
        var path = $"/api/v1/users/{person}/sessions";

        var page = (await Graph.Anyone.GetAsync($"{path}?limit=2")).Must(200);
        Assert.Equal([ids[2], ids[1]], page.Items.Select(session => (string)session!["session_id"]!));
        Assert.Equal("3", page.Headers["X-Total-Count"]);
        Assert.All(page.Items, session => Assert.False(session!.AsObject().ContainsKey("messages")));
        var closed = (await Graph.Anyone.GetAsync($"{path}?status=inactive")).Must(200);
        Assert.Equal([ids[1]], closed.Items.Select(session => (string)session!["session_id"]!));
        foreach (var (query, field) in new[] { ("limit=0", "limit"), ("limit=201", "limit"), ("offset=-1", "offset"), ("status=GONE", "status") })
            Assert.NotNull((await Graph.Anyone.GetAsync($"{path}?{query}")).MustBeProblem(400, "validation_failed").Find($"errors.{field}"));
    }

    [Fact]
    public async Task A_closed_session_answers_what_it_has_takes_nothing_more_and_stays_closed()
    {
        var person = Somebody();
        var pending = (await Graph.Anyone.Async().AskAsync(person, "Hello")).Must(202);
        var close = $"/api/v1/sessions/{pending.SessionId}/close";

        Assert.Equal("INACTIVE", (await Graph.Anyone.PostAsync(close)).Must(200)["status"]);
        Assert.Equal("INACTIVE", (await Graph.Anyone.PostAsync(close)).Must(200)["status"]);
        Assert.Equal("completed", (await Graph.Anyone.EndOfAsync(pending.RequestId))["status"]);
        Assert.NotEqual(pending.SessionId, (await Graph.Anyone.AskAsync(person, "Hello")).Must(200).SessionId);
    }

    [Fact]
    public async Task Only_the_person_and_an_administrator_see_or_close_a_session()
    {
        var session = (await Graph.WebTestUser.AskWebAsync("web-test-user", "Hello")).Must(200).SessionId;
        string path = $"/api/v1/sessions/{session}", list = "/api/v1/users/web-test-user/sessions";

        foreach (var stranger in new[] { Graph.JohnDoe, Graph.Tool })
        {
            (await stranger.GetAsync(path)).MustBeProblem(404, "session_not_found");
            (await stranger.PostAsync($"{path}/close")).MustBeProblem(404, "session_not_found");
            (await stranger.GetAsync(list)).MustBeProblem(403, "forbidden");
        }

        foreach (var reader in new[] { Graph.WebTestUser, Graph.Admin })
        {
            Assert.Equal("ACTIVE", (await reader.GetAsync(path)).Must(200)["status"]);
            Assert.Contains(session, (await reader.GetAsync(list)).Must(200).Items.Select(one => (string)one!["session_id"]!));
        }

        var wrong = Graph.Anyone.With("Authorization", "Bearer wrong");
        (await wrong.GetAsync(path)).MustBeProblem(401, "unauthenticated");
        (await wrong.GetAsync(list)).MustBeProblem(401, "unauthenticated");
        (await wrong.PostAsync($"{path}/close")).MustBeProblem(401, "unauthenticated");
        Assert.Equal("INACTIVE", (await Graph.WebTestUser.PostAsync($"{path}/close")).Must(200)["status"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01890000-0000-7000-8000-000000000000")]
    public async Task A_session_nobody_knows_is_not_found(string id)
    {
        (await Graph.Anyone.GetAsync($"/api/v1/sessions/{id}")).MustBeProblem(404, "session_not_found");
        (await Graph.Anyone.PostAsync($"/api/v1/sessions/{id}/close")).MustBeProblem(404, "session_not_found");
    }

    private static (string RequestId, string Content) Answered(JsonNode? message)
    {
        Assert.Equal("completed", (string)message!["status"]!);
        return ((string)message["request_id"]!, (string)message["response"]!["content"]!);
    }
}

[Collection<OnEventingGraph>]
public sealed class SessionsOverEventing(EventingGraph graph) : SessionsSuite(graph);

[Collection<OnDirectGraph>]
public sealed class SessionsOverDirect(DirectGraph graph) : SessionsSuite(graph);
