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

    private static Message Answering(string url) => PlayedSlack.Message() with
    {
        Origin = IntegrationType.Slack,
        IntegrationContext = new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["slack_response_url"] = url } },
    };
}
