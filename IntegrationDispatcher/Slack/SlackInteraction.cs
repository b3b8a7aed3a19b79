using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>Something a person pressed or filled in. Pure.</summary>
/// <param name="Action">The button's action, or the modal's callback.</param>
/// <param name="Value">What the button stands for, or what was written.</param>
internal sealed record SlackInteraction(
    string TeamId, string UserId, string? Channel, string? ThreadTs, string Action, string? Value, string? TriggerId, string? ResponseUrl)
{
    private const string Pressed = "block_actions", Submitted = "view_submission";
    private const string Reset = "new session"; // the session command

    /// <summary>Whether what it is about was shown to the person alone: so must be what follows.</summary>
    public bool IsPrivate { get; private init; }

    /// <summary>What it asks of the agent; null when it asks nothing.</summary>
    public string? RequestText => Action switch
    {
        SlackParts.NewSession => Reset,
        SlackWords.FollowUp when !string.IsNullOrWhiteSpace(Value) => Value,
        _ => null,
    };

    /// <summary>Where the answer to that goes; null when there is no place.</summary>
    public SlackPlace? Place => Channel is null
        ? null : new(TeamId, UserId, Channel, ThreadTs, IsPrivate ? new() { [SlackSign.ResponseUrl] = ResponseUrl } : []);

    /// <returns>Null for what we have no use for.</returns>
    public static string? KeyOf(JsonObject payload) => payload.Text("type") switch
    {
        Pressed when payload.Text("trigger_id") is { } id => $"interaction:{id}",
        Submitted when payload["view"] is JsonObject view && view.Text("id") is { } id => $"view:{id}",
        _ => null,
    };

    /// <summary>
    /// What becomes a request keeps its order among them, and a person's ratings of an answer theirs; anything else waits for nothing. Only
    /// requests hold up others.
    /// </summary>
    public static string OrderOf(JsonObject payload, string key) => Read(payload) switch
    {
        { RequestText: not null, Channel: { } channel } asking => SlackPlace.OrderOf(channel, asking.ThreadTs, asking.UserId),
        { Action: SlackParts.Helpful or SlackParts.NotHelpful } rating => $"rating:{rating.Value}:{rating.UserId}",
        _ => key,
    };

    public static SlackInteraction Read(JsonObject payload)
    {
        var user = payload["user"] as JsonObject ?? [];
        var team = (payload["team"] as JsonObject)?.Text("id") ?? user.Text("team_id") ?? "";
        return payload.Text("type") == Submitted
            ? OfView(team, user.Text("id") ?? "", payload["view"]!.AsObject())
            : OfButton(team, user.Text("id") ?? "", payload);
    }

    private static SlackInteraction OfButton(string team, string user, JsonObject payload)
    {
        var action = (payload["actions"] as JsonArray)?.FirstOrDefault() as JsonObject ?? [];
        var message = payload["message"] as JsonObject ?? [];
        var channel = (payload["channel"] as JsonObject)?.Text("id");
        var thread = message.Text("thread_ts") ?? (channel is not null && SlackConfig.IsDirectMessage(channel) ? null : message.Text("ts"));
        return new(team, user, channel, thread, action.Text("action_id") ?? "", action.Text("value"), payload.Text("trigger_id"), payload.Text("response_url"))
        {
            IsPrivate = (payload["container"] as JsonObject)?["is_ephemeral"]?.GetValueKind() == JsonValueKind.True,
        };
    }

    private static SlackInteraction OfView(string team, string user, JsonObject view)
    {
        var place = PlaceIn(view.Text("private_metadata"));
        var written = ((view["state"] as JsonObject)?["values"] as JsonObject)?[SlackWords.FollowUpBlock] is JsonObject block ? block[SlackWords.FollowUpBlock] as JsonObject : null;
        var privateUrl = place.Text("response_url");
        return new(team, user, place.Text("channel"), place.Text("thread"), view.Text("callback_id") ?? "", written?.Text("value"), null, privateUrl) { IsPrivate = privateUrl is not null };
    }

    private static JsonObject PlaceIn(string? metadata)
    {
        try
        {
            return metadata is null ? [] : JsonNode.Parse(metadata) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
