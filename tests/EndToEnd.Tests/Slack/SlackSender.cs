using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Slack;

/// <summary>Sends to the dispatcher what Slack would: signed, in Slack's shapes.</summary>
internal sealed class SlackSender(Graph graph)
{
    public const string Bot = "UBOT";

    private Client Door => graph.Service(Graph.Dispatcher);

    public Task<Reply> MentionAsync(string user, string channel, string ts, string text, string? thread = null, string? eventId = null) =>
        SendAsync("/slack/events", "application/json", Event(user, channel, ts, text, thread, eventId ?? $"Ev{Guid.NewGuid():N}"));

    public Task<Reply> CommandAsync(string user, string channel, string text, string responseUrl) => SendAsync("/slack/commands", Form, Encoded(
        ("command", "/agent"), ("text", text), ("user_id", user), ("team_id", "T1"), ("channel_id", channel), ("trigger_id", $"{Guid.NewGuid():N}"),
        ("response_url", responseUrl)));

    public Task<Reply> PressAsync(string user, string channel, string thread, string action, string value, string responseUrl) =>
        SendAsync("/slack/interactive", Form, Encoded(("payload", new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = new JsonObject { ["id"] = "T1" },
            ["user"] = new JsonObject { ["id"] = user },
            ["channel"] = new JsonObject { ["id"] = channel },
            ["message"] = new JsonObject { ["ts"] = thread, ["thread_ts"] = thread },
            ["trigger_id"] = $"{Guid.NewGuid():N}",
            ["response_url"] = responseUrl,
            ["actions"] = new JsonArray(new JsonObject { ["action_id"] = action, ["value"] = value }),
        }.ToJsonString())));

    /// <param name="signed">What the signature is made over; the body itself when not given.</param>
    public async Task<Reply> SendAsync(string path, string type, string body, string? signed = null, int offset = 0)
    {
        var now = SlackSignature.Now(offset);
        var content = new StringContent(body);
        content.Headers.ContentType = new(type);
        return await Door.With("x-slack-signature", SlackSignature.Of(now, signed ?? body)).With("x-slack-request-timestamp", now).PostAsync(path, content);
    }

    public static string Event(string user, string channel, string ts, string text, string? thread, string eventId) => JsonSerializer.Serialize(new
    {
        type = "event_callback",
        team_id = "T1",
        event_id = eventId,
        authorizations = new[] { new { user_id = Bot, is_bot = true } },
        @event = new { type = "app_mention", user, channel, ts, thread_ts = thread, text = $"<@{Bot}> {text}" },
    });

    private const string Form = "application/x-www-form-urlencoded";

    private static string Encoded(params (string Name, string Value)[] fields) =>
        string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
}
