using System.Text.Json.Nodes;
using IntegrationDispatcher.Slack;

namespace IntegrationDispatcher.Tests;

public class SlackInteractionTests
{
    private const string Pressed = """
        {"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"channel":{"id":"C1"},"message":{"ts":"2.2","thread_ts":"1.1"},
         "trigger_id":"t1","response_url":"https://hooks.slack.com/r","actions":[{"action_id":"view_session","block_id":"ssa_actions","value":"s1"}]}
        """;

    [Fact]
    public void A_pressed_button_is_known_by_its_trigger_and_belongs_to_its_thread()
    {
        var payload = JsonNode.Parse(Pressed)!.AsObject();

        Assert.Equal("interaction:t1", SlackInteraction.KeyOf(payload));
        Assert.Equal(
            new("T1", "U1", "C1", "1.1", "view_session", "s1", "t1", "https://hooks.slack.com/r"), SlackInteraction.Read(payload));
    }

    [Theory]
    [InlineData("new_session", "C1:1.1")]
    [InlineData("view_session", "interaction:t1")]
    [InlineData("feedback_helpful", "rating:s1:U1")]
    [InlineData("feedback_not_helpful", "rating:s1:U1")]
    public void Only_what_becomes_a_request_waits_its_turn_among_them(string action, string order)
    {
        var payload = JsonNode.Parse(Pressed.Replace("view_session", action, StringComparison.Ordinal))!.AsObject();
        Assert.Equal(order, SlackInteraction.OrderOf(payload, "interaction:t1"));
    }

    [Theory]
    [InlineData("C1", "1.1", "C1:1.1")]
    [InlineData("C1", null, "C1:/U1")]
    [InlineData("D1", null, "D1:")]
    [InlineData("D1", "1.1", "D1:")]
    public void A_thread_a_persons_direct_messages_and_a_persons_commands_have_an_order_each(string channel, string? thread, string order) =>
        Assert.Equal(order, SlackPlace.OrderOf(channel, thread, "U1"));

    [Fact]
    public void What_follows_a_private_answer_is_private()
    {
        var payload = JsonNode.Parse(Pressed)!.AsObject();
        payload["container"] = new JsonObject { ["is_ephemeral"] = true };
        var view = SlackWords.FollowUpView(new() { ["channel"] = "C1", ["response_url"] = "https://hooks.slack.com/r" });
        JsonObject submitted = new() { ["type"] = "view_submission", ["user"] = new JsonObject { ["id"] = "U1" }, ["view"] = view };

        Assert.True(SlackInteraction.Read(payload).IsPrivate);
        Assert.Equal((true, "https://hooks.slack.com/r"), (SlackInteraction.Read(submitted).IsPrivate, SlackInteraction.Read(submitted).ResponseUrl));
    }

    [Fact]
    public void What_was_written_into_the_modal_comes_back_with_its_place()
    {
        var view = SlackWords.FollowUpView(new() { ["channel"] = "C1", ["thread"] = "1.1" });
        view["id"] = "V1";
        view["state"] = JsonNode.Parse("""{"values":{"text":{"text":{"type":"plain_text_input","value":"A mouse"}}}}""");
        JsonObject payload = new() { ["type"] = "view_submission", ["team"] = new JsonObject { ["id"] = "T1" }, ["user"] = new JsonObject { ["id"] = "U1" }, ["view"] = view };

        Assert.Equal("view:V1", SlackInteraction.KeyOf(payload));
        Assert.Equal(new("T1", "U1", "C1", "1.1", SlackWords.FollowUp, "A mouse", null, null), SlackInteraction.Read(payload));
    }

    [Theory]
    [InlineData("""{"type":"block_actions"}""")]
    [InlineData("""{"type":"view_closed","view":{"id":"V1"}}""")]
    [InlineData("{}")]
    public void What_we_have_no_use_for_has_no_key(string payload) => Assert.Null(SlackInteraction.KeyOf(JsonNode.Parse(payload)!.AsObject()));
}
