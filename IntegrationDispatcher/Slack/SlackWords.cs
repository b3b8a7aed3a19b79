using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>What we ourselves say in Slack, where no agent does.</summary>
internal static class SlackWords
{
    public const string TooLong = "I could not take this in. A message can have 32,000 characters at most: please say it in fewer.";

    public const string Expired = "I could not get to this for a whole day, so it stays unanswered. Please ask again.";

    public const string Fault = "Something is wrong on our side, so this stays unanswered. Please put it another way, or ask again later.";

    public const string FollowUp = "follow_up";
    public const string FollowUpBlock = "text";

    public static JsonObject Heard { get; } = Say("Working on it…");

    public static JsonObject Thanks { get; } = Say("Thank you for telling us.");

    public static JsonObject NotYours { get; } = Say("This conversation belongs to somebody else, or is no longer there.");

    public static JsonObject Usage(string command) =>
        Say($"Ask something: `{command} How do I connect to the VPN?`, or begin anew: `{command} reset`");

    public static JsonObject Say(string text) => new() { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = text };

    /// <summary>What the person sees of their session.</summary>
    public static JsonObject Session(JsonObject session)
    {
        var lines = (session["messages"] as JsonArray ?? []).OfType<JsonObject>().Select(message => $"• {Mrkdwn.Of(OneLine(message.Text("content") ?? ""))}");
        return Say(
            $"*Session* {session.Text("session_id")}: {session.Text("status")}, {Requests(session)}, with {session.Text("current_agent_id") ?? "nobody yet"}\n{string.Join('\n', lines)}");
    }

    /// <summary>Asks what was not helpful.</summary>
    /// <param name="place">Where the answer to it goes; comes back with what the person wrote.</param>
    public static JsonObject FollowUpView(JsonObject place) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = FollowUp,
        ["private_metadata"] = place.ToJsonString(),
        ["title"] = PlainText("Tell us more"),
        ["submit"] = PlainText("Send"),
        ["close"] = PlainText("Cancel"),
        ["blocks"] = new JsonArray(new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = FollowUpBlock,
            ["label"] = PlainText("What did you need instead?"),
            ["element"] = new JsonObject { ["type"] = "plain_text_input", ["action_id"] = FollowUpBlock, ["multiline"] = true, ["max_length"] = 3000 },
        }),
    };

    private static JsonObject PlainText(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    private static string Requests(JsonObject session) => session["total_requests"]?.ToString() is "1" ? "1 request" : $"{session["total_requests"]} requests";

    private static string OneLine(string text) => Integrations.OneLine.Of(text, 100);
}
