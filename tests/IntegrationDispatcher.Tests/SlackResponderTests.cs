using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class SlackResponderTests
{
    [Fact]
    public async Task An_answer_to_a_command_goes_to_the_person_alone()
    {
        await using var slack = await PlayedSlack.StartAsync();
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(Answering(slack.FarSide.ResponseUrl)));
        var response = Assert.Single(slack.FarSide.Responses);
        Assert.Equal("ephemeral", (string?)response["response_type"]);
        Assert.Empty(slack.FarSide.Posts);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://hooks.slack.com.example.org/commands")]
    [InlineData("http://hooks.slack.com/commands")]
    [InlineData("/response")]
    public async Task Only_slacks_own_addresses_are_called(string url)
    {
        await using var slack = await PlayedSlack.StartAsync();
        Assert.IsType<Outcome.Refused>(await slack.TryAsync(Answering(url)));
    }

    [Fact]
    public async Task What_did_not_come_in_over_slack_chooses_no_address()
    {
        await using var slack = await PlayedSlack.StartAsync();
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(Answering(slack.FarSide.ResponseUrl) with { Origin = IntegrationType.Web }));
        Assert.Empty(slack.FarSide.Responses);
    }

    [Fact]
    public async Task A_retry_posts_only_the_parts_that_slack_does_not_have()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Answering(slack.FarSide.ResponseUrl) with { Content = string.Join("\n\n", Enumerable.Range(0, 3).Select(part => new string((char)('a' + part), 11_000))) };
        slack.FarSide.With(SlackFarSide.Response, new SlackTrouble(Code: "ok", Takes: true), new SlackTrouble(Status: 429));

        Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));

        Assert.Equal("abc", string.Concat(slack.FarSide.Responses.Select(response => response["text"]!.ToString()[0])));
        Assert.Empty(slack.FarSide.Posts);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task When_the_commands_address_is_good_no_longer_the_person_gets_a_direct_message(int status)
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Response, new SlackTrouble(Status: status));

        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(Answering(slack.FarSide.ResponseUrl), ToPerson));
        Assert.Equal(SlackFarSide.DirectChannel, (string?)Assert.Single(slack.FarSide.Posts)["channel"]);
    }

    [Fact]
    public async Task The_direct_message_goes_on_where_it_stopped()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Response, Enumerable.Repeat(new SlackTrouble(Status: 410), 3));
        var turns = 0;
        slack.Posts.Turn = () => new(IsOurs: ++turns != 2, TimeSpan.Zero); // the second part has to wait
        var message = Answering(slack.FarSide.ResponseUrl) with { Content = string.Join("\n\n", Enumerable.Repeat(new string('a', 11_000), 2)) };

        Assert.IsType<Outcome.NotYet>(await slack.TryAsync(message, ToPerson));
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message, ToPerson));
        Assert.Equal([0, 1], slack.FarSide.Parts);
    }

    [Fact]
    public async Task What_is_private_stays_so_without_an_address()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Answering("") with { IntegrationContext = new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["slack_response_url"] = null } } };

        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message, ToPerson));
        Assert.Equal(SlackFarSide.DirectChannel, (string?)Assert.Single(slack.FarSide.Posts)["channel"]);
        Assert.IsType<Outcome.Refused>(await slack.TryAsync(message));
    }

    [Fact]
    public async Task What_takes_more_posts_than_the_address_is_good_for_goes_as_a_direct_message()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Answering(slack.FarSide.ResponseUrl) with { Content = string.Join("\n\n", Enumerable.Repeat(new string('a', 11_000), 6)) };

        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message, ToPerson));
        Assert.Equal(6, slack.FarSide.Posts.Count);
        Assert.Empty(slack.FarSide.Responses);
    }

    private const string ToPerson = $$"""{"channel_id":"{{SlackFarSide.Channel}}","slack_user_id":"{{SlackFarSide.UserId}}"}""";

    private static Message Answering(string url) => PlayedSlack.Message() with
    {
        Origin = IntegrationType.Slack,
        IntegrationContext = new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["slack_response_url"] = url } },
    };
}
