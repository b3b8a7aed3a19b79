using EndToEnd.Tests.Faults;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Slack;

/// <summary>
/// Conversations in the played workspace. How many messages come while much is down is <c>SLACK_EVENTS</c>, forty when it says nothing.
/// </summary>
[Collection<OnWorkspaceGraph>]
public sealed class WorkspaceTests(WorkspaceGraph graph) : FaultTest(graph)
{
    private const int PerThread = 2;

    private static readonly int _events = Amount.Of("SLACK_EVENTS", otherwise: 40);

    private readonly Workspace _slack = new(graph.SlackFarSide);
    private readonly string _said = $"said-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_mention_is_answered_in_its_thread_and_the_buttons_under_the_answer_do_what_they_say()
    {
        var thread = await _slack.SayAsync(Workspace.John, Workspace.ItHelp, $"@agent {_said}");
        var answer = await _slack.AnswerAsync(Workspace.ItHelp, thread, _said);
        await Poll.UntilAsync(
            async () => (await _slack.ReadAsync(Workspace.ItHelp)).Single(said => said.Ts == thread).Reactions.Count == 0, "the sign is gone");

        await _slack.PressAsync(Workspace.John, Workspace.ItHelp, answer.Ts, "view_session");
        Assert.Contains("ACTIVE", (await _slack.WhisperAsync(Workspace.John, Workspace.ItHelp, _said)).Text, StringComparison.Ordinal);
        await _slack.PressAsync(Workspace.Jane, Workspace.ItHelp, answer.Ts, "view_session");
        await _slack.WhisperAsync(Workspace.Jane, Workspace.ItHelp, "belongs to somebody else");
        await _slack.PressAsync(Workspace.John, Workspace.ItHelp, answer.Ts, "feedback_helpful");
        await _slack.WhisperAsync(Workspace.John, Workspace.ItHelp, "Thank you");

        await _slack.PressAsync(Workspace.John, Workspace.ItHelp, answer.Ts, "feedback_not_helpful");
        await Poll.UntilAsync(async () => await _slack.ModalOfAsync(Workspace.John) is not null, "it is asked what was needed");
        await _slack.SubmitAsync(Workspace.John, "text", $"rather {_said}");
        await _slack.AnswerAsync(Workspace.ItHelp, thread, $"rather {_said}");

        await _slack.PressAsync(Workspace.John, Workspace.ItHelp, answer.Ts, "new_session");
        await _slack.AnswerAsync(Workspace.ItHelp, thread, "Session cleared");
    }

    [Fact]
    public async Task A_direct_message_is_answered_beside_it_and_a_command_to_the_person_alone()
    {
        await _slack.SayAsync(Workspace.John, Workspace.DirectMessages, _said);
        await Poll.UntilAsync(
            async () => (await _slack.ReadAsync(Workspace.DirectMessages)).Any(said => said.Text == $"echo: {_said}"), "it is answered where it was said");
        await _slack.CommandAsync(Workspace.John, Workspace.General, $"/agent whispered {_said}");
        await _slack.WhisperAsync(Workspace.John, Workspace.General, $"echo: whispered {_said}");
        await _slack.CommandAsync(Workspace.John, Workspace.General, "/agent reset");
        await _slack.WhisperAsync(Workspace.John, Workspace.General, "Session cleared");
    }

    [Fact]
    public async Task What_is_too_long_is_said_to_be_and_the_sign_goes_away()
    {
        var thread = await _slack.SayAsync(Workspace.Jane, Workspace.General, $"@agent {_said} {new string('x', 33_000)}");
        await _slack.AnswerAsync(Workspace.General, thread, "32,000 characters");
        await Poll.UntilAsync(
            async () => (await _slack.ReadAsync(Workspace.General)).Single(said => said.Ts == thread).Reactions.Count == 0, "the sign is gone");
    }

    [Fact]
    public async Task What_waited_for_a_day_is_said_to_stay_unanswered_and_does()
    {
        await Graph.StopAsync(Graph.FrontDoor);
        var thread = await _slack.SayAsync(Workspace.John, Workspace.General, $"@agent {_said}");
        await AcknowledgedAsync(1);
        await Graph.Rows.TextsAsync(
            "update slack_events set received_at = now() - interval '25 hours', next_attempt_at = now() where payload::text like $1 returning event_key", $"%{_said}%");

        await _slack.AnswerAsync(Workspace.General, thread, "whole day");
        await Graph.StartAsync(Graph.FrontDoor);

        Assert.Single(await _slack.AnswersAsync(Workspace.General, thread));
        Assert.Equal(0, await Graph.Rows.CountAsync("select count(*) from slack_events where payload::text like $1", $"%{_said}%"));
        Assert.Equal(0, await Graph.Rows.CountAsync("select count(*) from request_logs where request_content like $1", $"%{_said}%"));
    }

    [Fact]
    public async Task Whatever_is_down_while_people_write_everything_is_acknowledged_and_answered_once_in_order()
    {
        await Graph.StopAsync(Graph.Broker);
        await Graph.StopAsync(Graph.FrontDoor);
        var threads = new List<(string Channel, string Thread)>();
        for (var number = 0; number < _events / PerThread; number++)
        {
            var (user, channel) = PlaceOf(number);
            threads.Add((channel, await _slack.SayAsync(user, channel, $"@agent {_said} 1")));
            await PaceAsync();
        }

        for (var round = 2; round <= PerThread; round++)
        {
            await AcknowledgedAsync(threads.Count * (round - 1));
            foreach (var ((channel, thread), number) in threads.Select((place, number) => (place, number)))
            {
                await _slack.SayAsync(PlaceOf(number).User, channel, $"@agent {_said} {round}", thread);
                await PaceAsync();
            }
        }

        var waits = await AcknowledgedAsync(_events);
        TestContext.Current.SendDiagnosticMessage($"{_events} events acknowledged; the slowest within {waits.Max()} ms.");
        var dispatcher = (await Graph.InstancesOfAsync(Graph.Dispatcher))[0];
        await Graph.KillInstanceAsync(dispatcher);
        await Graph.StartAsync(Graph.Broker); // the orchestrator starts no service before it
        await Graph.StartInstanceAsync(dispatcher);
        await Graph.StartAsync(Graph.FrontDoor);

        foreach (var (channel, thread) in threads) await AnsweredAsync(channel, thread);
        foreach (var (channel, thread) in threads) Assert.Equal(PerThread, (await _slack.AnswersAsync(channel, thread)).Count); // and none came twice
        Assert.Equal(_events, await Graph.Rows.CountAsync("select count(*) from request_logs where request_content like $1", $"{_said}%"));
    }

    private static (string User, string Channel) PlaceOf(int number) => (
        new[] { Workspace.John, Workspace.Jane, Workspace.Guest }[number % 3], number % 2 == 0 ? Workspace.ItHelp : Workspace.General);

    // Twenty messages a second, as many as the day's busiest minute has.
    private static Task PaceAsync() => Task.Delay(50, TestContext.Current.CancellationToken);

    /// <returns>How long each had to wait, in milliseconds.</returns>
    private async Task<IReadOnlyList<int>> AcknowledgedAsync(int count)
    {
        var mine = await Poll.ForAsync(
            async () =>
            {
                var events = (await _slack.EventsAsync())
                    .Where(sent => sent["type"]?.ToString() == "app_mention" && sent["event"]!["text"]!.ToString().Contains(_said, StringComparison.Ordinal)).ToList();
                return events.Count == count && events.All(sent => sent["attempts"]!.AsArray().Count > 0) ? events : null;
            },
            "Slack has heard from us of every event");
        Assert.All(mine, sent => Assert.Null(Assert.Single(sent["attempts"]!.AsArray())!["problem"]));
        return [.. mine.Select(sent => (int)sent["attempts"]![0]!["took_ms"]!)];
    }

    // Slack takes a message a second in a channel, and agents their time: as long as some come, it goes on.
    private async Task AnsweredAsync(string channel, string thread)
    {
        string[] expected = [.. Enumerable.Range(1, PerThread).Select(round => $"echo: {_said} {round}")];
        while ((await _slack.AnswersAsync(channel, thread)).Count < PerThread)
        {
            var before = await AnswersAsync();
            await Poll.UntilAsync(
                async () => await AnswersAsync() > before || (await _slack.AnswersAsync(channel, thread)).Count >= PerThread, "the next answer is in Slack");
        }

        Assert.Equal(expected, (await _slack.AnswersAsync(channel, thread)).Select(said => said.Text));
    }

    private Task<long> AnswersAsync() =>
        Graph.Rows.CountAsync("select count(*) from delivery_logs d join request_logs r on r.request_id = d.request_id::text where r.request_content like $1 and d.status = 'SUCCESS'", $"{_said}%");
}
