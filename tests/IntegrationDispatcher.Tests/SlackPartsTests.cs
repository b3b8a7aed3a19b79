using CsCheck;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class SlackPartsTests
{
    private static readonly Message _message = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "laptop-refresh", null, "It is **on its way**.",
        IntegrationType.Web, null, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_short_message_is_one_part_with_the_agent_and_the_buttons_under_it()
    {
        var part = Assert.Single(SlackParts.Of(_message, null, withAgent: true));
        Assert.Equal("It is *on its way*.", part.Text);
        Assert.Equal(["section", "context", "actions"], part.Blocks.Select(block => (string?)block!["type"]));
        Assert.Equal("Answered by laptop-refresh", (string?)part.Blocks[1]!["elements"]![0]!["text"]);
        var (request, session) = (_message.RequestId.ToString(), _message.SessionId.ToString());
        Assert.Equal(
            [("feedback_helpful", request), ("feedback_not_helpful", request), ("view_session", session), ("new_session", session)],
            part.Blocks[2]!["elements"]!.AsArray().Select(button => ((string?)button!["action_id"], (string?)button["value"])));
    }

    [Fact]
    public void Slack_adds_no_links_and_mentions_of_its_own() =>
        Assert.True((bool)Assert.Single(SlackParts.Of(_message, null, false)).Blocks[0]!["text"]!["verbatim"]!);

    [Fact]
    public void A_message_that_answers_nothing_has_no_buttons()
    {
        var part = Assert.Single(SlackParts.Of(_message with { Origin = null }, null, withAgent: false));
        Assert.Equal(["section"], part.Blocks.Select(block => (string?)block!["type"]));
    }

    [Fact]
    public void What_no_agent_said_cannot_be_rated() => Assert.Equal(
        ["section"],
        Assert.Single(SlackParts.Of(_message with { AgentId = AgentNames.System }, null, withAgent: true)).Blocks.Select(block => (string?)block!["type"]));

    [Fact]
    public void The_person_is_mentioned_first_and_only_once()
    {
        var parts = SlackParts.Of(_message with { Content = Long(30_000) }, "U0001", withAgent: true);
        Assert.StartsWith("<@U0001> word", parts[0].Text, StringComparison.Ordinal);
        Assert.Single(parts.SelectMany(TextsOf), text => text.Contains("<@", StringComparison.Ordinal));
        var hasButtons = parts.Select(part => part.Blocks.Any(block => (string?)block!["type"] == "actions"));
        Assert.Equal([.. parts.Select(_ => false).SkipLast(1), true], hasButtons);
    }

    [Fact]
    public void A_message_without_text_is_still_one() =>
        Assert.Equal("(no text)", Assert.Single(SlackParts.Of(_message with { Content = " \n" }, null, false)).Text);

    [Fact]
    public void Settings_do_not_change_where_a_message_is_cut()
    {
        var message = _message with { Content = Long(30_000) };
        var plain = SlackParts.Of(message, null, withAgent: false).SelectMany(TextsOf).ToList();
        var rich = SlackParts.Of(message, "U0001", withAgent: true).SelectMany(TextsOf).ToList();
        Assert.Equal([$"<@U0001> {plain[0]}", .. plain.Skip(1)], rich);
    }

    [Fact]
    public void Every_part_stays_within_what_Slack_takes_and_together_they_are_the_message() => RandomText.Markdown.Sample(content =>
    {
        var parts = SlackParts.Of(_message with { Content = content }, "U0001", withAgent: true);
        Assert.All(parts, part =>
        {
            Assert.InRange(part.Blocks.Count, 1, 50);
            Assert.InRange(TextsOf(part).Sum(text => text.Length), 1, SlackParts.MaxText + 100);
            Assert.All(TextsOf(part), text => Assert.InRange(text.Length, 1, 3000));
            Assert.InRange(part.Text.Length, 1, 3000);
        });
        var sections = MrkdwnSections.Of(Mrkdwn.Of(content), SlackParts.MaxSection);
        Assert.Equal($"<@U0001> {(sections.Count == 0 ? "(no text)" : string.Concat(sections))}", string.Concat(parts.SelectMany(TextsOf)));
    }, iter: 1000);

    private static string Long(int length) => string.Concat(Enumerable.Repeat("word ", length / 5));

    private static IEnumerable<string> TextsOf(SlackPart part) =>
        part.Blocks.Where(block => (string?)block!["type"] == "section").Select(block => (string)block!["text"]!["text"]!);
}
