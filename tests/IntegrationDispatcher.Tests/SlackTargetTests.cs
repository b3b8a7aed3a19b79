using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Tests;

public class SlackTargetTests
{
    [Theory]
    [InlineData("""{"channel_id":"C1","slack_user_id":"U1","user_email":"a@b.example"}""", "slack:C1", "slack:C1:")]
    [InlineData("""{"channel_id":"C1","thread_id":"1.2"}""", "slack:C1", "slack:C1:1.2")]
    [InlineData("""{"slack_user_id":"U1","user_email":"a@b.example","thread_id":"1.2"}""", "slack:U1", "slack:U1")]
    [InlineData("""{"user_email":"a@b.example"}""", "slack:a@b.example", "slack:a@b.example")]
    public void The_channel_goes_before_the_person_and_the_id_before_the_address(string config, string destination, string order)
    {
        var target = Read(config)!;
        Assert.Equal((destination, order), (target.Destination, target.Order));
    }

    [Fact]
    public void Without_any_of_them_there_is_no_target() =>
        Assert.Null(Read("""{"thread_id":"1.2","mention_user":true,"channel_id":""}"""));

    [Theory]
    [InlineData("""{"channel_id":"C1","slack_user_id":"U1","mention_user":true}""", "U1")]
    [InlineData("""{"channel_id":"C1","slack_user_id":"U1"}""", null)]
    [InlineData("""{"channel_id":"C1","user_email":"a@b.example","mention_user":true}""", null)]
    [InlineData("""{"channel_id":"D1","slack_user_id":"U1","mention_user":true}""", null)]
    [InlineData("""{"slack_user_id":"U1","mention_user":true}""", null)]
    [InlineData("""{"channel_id":"C1","slack_user_id":"U1> <!channel","mention_user":true}""", null)]
    public void Only_a_known_person_is_mentioned_and_only_in_a_channel(string config, string? mention) =>
        Assert.Equal(mention, Read(config)!.Mention);

    private static SlackTarget? Read(string config) => SlackTarget.Read(JsonNode.Parse(config)!.AsObject());
}
