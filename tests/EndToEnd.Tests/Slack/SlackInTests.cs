using EndToEnd.Tests.Faults;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using IntegrationDispatcher.Tests;

namespace EndToEnd.Tests.Slack;

/// <summary>A person writes in Slack, and the answer appears in the same thread, whatever is down meanwhile.</summary>
[Collection<OnHastyGraph>]
public sealed class SlackInTests(HastyGraph graph) : FaultTest(graph)
{
    private const string Channel = SlackFarSide.Channel, User = SlackFarSide.UserId;

    private readonly SlackSender _slack = new(graph);
    private readonly string _said = $"said-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_mention_is_heard_and_answered_in_its_thread_once_however_often_slack_sends_it()
    {
        var ts = NewTs();
        foreach (var _ in Enumerable.Range(0, 3)) (await _slack.MentionAsync(User, Channel, ts, _said, eventId: $"Ev{ts}")).Must(200);
        var answer = (await PostsAsync(1))[0];

        Assert.Equal((Channel, ts), (answer.Channel, answer.Thread));
        await Poll.UntilAsync(() => !graph.Slack.Reactions.ContainsKey($"{Channel} {ts}"), "the sign that it was heard is gone again");
        Assert.Contains("reactions.add", graph.Slack.Calls);
        Assert.Equal(1, await Graph.Rows.CountAsync("select count(*) from request_logs where request_content = $1", _said));
        Assert.Equal(
            SlackFarSide.UserEmail, await Graph.Rows.TextAsync("select user_id from request_logs where request_content = $1", _said));
    }

    [Fact]
    public async Task What_is_not_signed_by_slack_is_refused_and_the_challenge_is_answered()
    {
        const string json = "application/json";
        var body = SlackSender.Event(User, Channel, "1.1", "Hi", null, "Ev1");
        const string challenge = """{"type":"url_verification","challenge":"3eZbrw1a"}""";

        (await _slack.SendAsync("/slack/events", json, body, signed: body.Replace("Hi", "Ho", StringComparison.Ordinal))).MustBeProblem(401, "unauthenticated");
        (await _slack.SendAsync("/slack/events", json, body, offset: -301)).MustBeProblem(401, "unauthenticated");
        (await Graph.Service(Graph.Dispatcher).PostAsync("/slack/events", Client.Json(body))).MustBeProblem(401, "unauthenticated");
        (await _slack.SendAsync("/slack/events", json, "{}")).MustBeProblem(400, "validation_failed");
        Assert.Equal("3eZbrw1a", (await _slack.SendAsync("/slack/events", json, challenge)).Must(200)["challenge"]);
    }

    [Fact]
    public async Task A_command_is_answered_to_the_person_alone()
    {
        Assert.Contains("Ask something", (await _slack.CommandAsync(User, Channel, " ", graph.Slack.ResponseUrl)).Must(200)["text"], StringComparison.Ordinal);
        (await _slack.CommandAsync(User, Channel, _said, graph.Slack.ResponseUrl)).Must(200);

        await Poll.UntilAsync(
            () => graph.Slack.Responses.Any(response => response["text"]!.ToString().Contains(_said, StringComparison.Ordinal)
                && (string)response["response_type"]! == "ephemeral"),
            "the answer came through the command's own address");
        Assert.Empty(Posts());
    }

    [Fact]
    public async Task The_buttons_show_the_session_rate_the_answer_and_begin_anew()
    {
        var ts = NewTs();
        (await _slack.MentionAsync(User, Channel, ts, _said)).Must(200);
        await PostsAsync(1);
        var session = await Graph.Rows.TextAsync("select session_id from request_logs where request_content = $1", _said);
        var request = await Graph.Rows.TextAsync("select request_id from request_logs where request_content = $1", _said);

        (await _slack.PressAsync(User, Channel, ts, "view_session", session!, graph.Slack.ResponseUrl)).Must(200);
        (await _slack.PressAsync(User, Channel, ts, "feedback_helpful", request!, graph.Slack.ResponseUrl)).Must(200);
        (await _slack.PressAsync(User, Channel, ts, "new_session", session!, graph.Slack.ResponseUrl)).Must(200);

        await Poll.UntilAsync(
            () => graph.Slack.Responses.Any(response => response["text"]!.ToString().Contains(session!, StringComparison.Ordinal)), "the session is shown");
        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync("select count(*) from answer_feedback where request_id = $1::uuid and is_helpful", request!) == 1, "it is rated");
        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync("select count(*) from request_sessions where session_id = $1 and status = 'INACTIVE'", session!) == 1, "it has ended");
    }

    [Fact]
    public async Task What_was_acknowledged_is_answered_in_order_though_the_front_door_was_down_and_the_dispatcher_killed()
    {
        string[] threads = [NewTs(), NewTs()];
        await Graph.StopAsync(Graph.FrontDoor);
        for (var number = 1; number <= 4; number++)
        {
            foreach (var thread in threads)
                (await _slack.MentionAsync(User, Channel, NewTs(), $"{_said} {number}", thread)).Must(200);
        }

        var dispatcher = (await Graph.InstancesOfAsync(Graph.Dispatcher))[0];
        await Graph.KillInstanceAsync(dispatcher);
        await Graph.StartInstanceAsync(dispatcher);
        await Graph.StartAsync(Graph.FrontDoor);
        var answers = await PostsAsync(8);

        foreach (var thread in threads)
        {
            Assert.Equal(
                ["1", "2", "3", "4"],
                answers.Where(answer => answer.Thread == thread).Select(answer => answer.Text.Split(_said)[1].Trim()[..1]));
        }
    }

    private static string NewTs() => $"{1_700_000_000 + Random.Shared.Next(90_000_000)}.{Random.Shared.Next(1_000_000):000000}";

    private List<(string Channel, string? Thread, string Text)> Posts() =>
    [
        .. graph.Slack.Posts.Select(post => ((string)post["channel"]!, (string?)post["thread_ts"], (string)post["text"]!))
            .Where(post => post.Item3.Contains(_said, StringComparison.Ordinal)),
    ];

    private Task<List<(string Channel, string? Thread, string Text)>> PostsAsync(int count) => Poll.ForAsync(
        () => Task.FromResult(Posts() is var posts && posts.Count == count ? posts : null), $"{count} answers are in Slack");
}
