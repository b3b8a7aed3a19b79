using System.Text.Json.Nodes;
using IntegrationDispatcher.Slack;

namespace IntegrationDispatcher.Tests;

public class SlackMessageTests
{
    [Theory]
    [InlineData("""{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","text":"Hi"}""", true)]
    [InlineData("""{"type":"app_mention","channel":"C1","user":"U1","ts":"1.1","text":"<@UBOT> Hi"}""", true)]
    [InlineData("""{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","text":"Hi","subtype":"file_share"}""", true)]
    [InlineData("""{"type":"app_mention","channel":"C1","user":"U1","ts":"1.1","text":"<@UBOT> Hi","edited":{"user":"U1","ts":"2.2"}}""", false)]
    [InlineData("""{"type":"message","channel_type":"channel","channel":"C1","user":"U1","ts":"1.1","text":"<@UBOT> Hi"}""", false)]
    [InlineData("""{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","text":"Hi","bot_id":"B1"}""", false)]
    [InlineData("""{"type":"message","channel_type":"im","channel":"D1","ts":"1.1","subtype":"message_changed","message":{"text":"Ho"}}""", false)]
    [InlineData("""{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","subtype":"message_deleted"}""", false)]
    [InlineData("""{"type":"reaction_added","user":"U1","reaction":"eyes"}""", false)]
    public void People_who_speak_to_us_are_heard_and_nothing_else(string said, bool isForUs) => Assert.Equal(isForUs, SlackMessage.IsForUs(Parse(said)));

    [Theory]
    [InlineData("app_mention", "C1", null, "1.1")]
    [InlineData("app_mention", "C1", "0.9", "0.9")]
    [InlineData("message", "D1", null, null)]
    [InlineData("message", "D1", "0.9", "0.9")]
    public void The_answer_goes_to_the_thread_and_in_a_channel_begins_one(string type, string channel, string? thread, string? answered) =>
        Assert.Equal(answered, Read("Hi", type, channel, thread).ThreadTs);

    [Theory]
    [InlineData("<@UBOT> How do I reset my password?", "How do I reset my password?")]
    [InlineData("Hello <@UBOT|agent>, please", "Hello , please")]
    [InlineData("<@UBOT> ask <@U2|jane> or <@U3>", "ask jane or @U3")]
    [InlineData("<@UBOT> see <https://example.com/a|the page> &amp; <https://example.com>", "see the page (https://example.com/a) & https://example.com")]
    [InlineData("<@UBOT> 1 &lt; 2 in <#C9|general> <!here>", "1 < 2 in general !here")]
    [InlineData("<@UBOT>", "")]
    public void What_was_meant_is_what_was_written_without_slacks_marks(string text, string meant) => Assert.Equal(meant, Read(text).Text);

    private static SlackMessage Read(string text, string type = "app_mention", string channel = "C1", string? thread = null) => SlackMessage.Read(new()
    {
        ["team_id"] = "T1",
        ["authorizations"] = new JsonArray(new JsonObject { ["user_id"] = "UBOT", ["is_bot"] = true }),
        ["event"] = new JsonObject
        {
            ["type"] = type, ["channel"] = channel, ["channel_type"] = channel[0] == 'D' ? "im" : "channel", ["user"] = "U1", ["ts"] = "1.1", ["thread_ts"] = thread, ["text"] = text,
        },
    });

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
