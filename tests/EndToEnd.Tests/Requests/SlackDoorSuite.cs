using System.Text.Json;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using static EndToEnd.Tests.Support.SlackSignature;

namespace EndToEnd.Tests.Requests;

/// <summary>What is signed with Slack's secret comes in as Slack's.</summary>
public abstract class SlackDoorSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Door = "/api/v1/requests/slack";

    [Fact]
    public async Task Threads_of_a_channel_are_sessions_of_their_own()
    {
        var person = Somebody();
        var first = (await PostAsync(Message(person, "C1", "1.1"))).Must(200);
        var sameThread = (await PostAsync(Message(person, "C1", "1.1"))).Must(200);
        var otherThread = (await PostAsync(Message(person, "C1", "2.2"))).Must(200);
        var otherChannel = (await PostAsync(Message(person, "C2", "1.1"))).Must(200);

        Assert.Equal(first.SessionId, sameThread.SessionId);
        Assert.Equal(3, new[] { first.SessionId, otherThread.SessionId, otherChannel.SessionId }.Distinct().Count());
    }

    [Fact]
    public async Task Direct_messages_are_one_session_whatever_the_thread()
    {
        var person = Somebody();
        var first = (await PostAsync(Message(person, "D1", null))).Must(200);
        var inThread = (await PostAsync(Message(person, "D1", "1.1"))).Must(200);

        Assert.Equal(first.SessionId, inThread.SessionId);
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_is_refused()
    {
        var body = JsonSerializer.Serialize(Message(Somebody(), "C1", null));
        var now = Now();

        (await SendAsync(body, now, Of(now, body + " "))).MustBeProblem(401, "unauthenticated");
        (await SendAsync(body, now, Of(now, body)[..^1])).MustBeProblem(401, "unauthenticated");
        (await SendAsync(body, Now(-301), Of(Now(-301), body))).MustBeProblem(401, "unauthenticated");
        (await Graph.Anyone.PostAsync(Door, Client.Json(body))).MustBeProblem(401, "unauthenticated");
        (await Graph.Admin.PostAsync(Door, Client.Json(body))).MustBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Channel_user_and_team_are_required()
    {
        var refused = (await PostAsync(new { user_id = "u", content = "Hi" })).MustBeProblem(400, "validation_failed");

        Assert.Equal(["channel_id", "slack_team_id", "slack_user_id"], refused.Find("errors")!.AsObject().Select(error => error.Key));
    }

    private static object Message(string person, string channel, string? thread) =>
        new { user_id = person, content = "Hi", channel_id = channel, thread_id = thread, slack_user_id = "U1", slack_team_id = "T1" };

    private Task<Reply> PostAsync(object message)
    {
        var (body, now) = (JsonSerializer.Serialize(message), Now());
        return SendAsync(body, now, Of(now, body));
    }

    private Task<Reply> SendAsync(string body, string timestamp, string signature) =>
        Graph.Anyone.With("x-slack-signature", signature).With("x-slack-request-timestamp", timestamp).PostAsync(Door, Client.Json(body));
}

[Collection<OnEventingGraph>]
public sealed class SlackDoorOverEventing(EventingGraph graph) : SlackDoorSuite(graph);

[Collection<OnDirectGraph>]
public sealed class SlackDoorOverDirect(DirectGraph graph) : SlackDoorSuite(graph);
