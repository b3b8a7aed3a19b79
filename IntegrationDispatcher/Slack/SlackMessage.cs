using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>What a person wrote in Slack, out of an event. Pure.</summary>
/// <param name="Ts">Slack's number of the message in its channel.</param>
/// <param name="ThreadTs">The thread the answer goes to; null in direct messages outside a thread.</param>
/// <param name="Text">Without mentions of us, as the person meant it.</param>
internal sealed partial record SlackMessage(string TeamId, string UserId, string Channel, string Ts, string? ThreadTs, string Text)
{
    private const string DirectMessage = "im";

    /// <summary>Direct messages and mentions, by people. Bots' messages, edits, deletions and what is said among others are ignored.</summary>
    public static bool IsForUs(JsonObject said) =>
        said.Text("bot_id") is null && said["bot_profile"] is null && said["edited"] is null // Slack says an edited mention anew
        && said.Text("user") is { Length: > 0 } && said.Text("channel") is { Length: > 0 }
        && said.Text("ts") is { Length: > 0 } && said.Text("subtype") is null or "file_share" or "thread_broadcast"
        && (said.Text("type") == "app_mention" || (said.Text("type") == "message" && said.Text("channel_type") == DirectMessage));

    public static string OrderOf(JsonObject said) => SlackPlace.OrderOf(said.Text("channel")!, ThreadOf(said), said.Text("user")!);

    public static SlackMessage Read(JsonObject payload)
    {
        var said = payload["event"]!.AsObject();
        var bots = (payload["authorizations"] as JsonArray ?? []).Select(known => (known as JsonObject)?.Text("user_id")).OfType<string>();
        return new(
            payload.Text("team_id") ?? said.Text("team") ?? "", said.Text("user")!, said.Text("channel")!, said.Text("ts")!, ThreadOf(said),
            Plain(said.Text("text") ?? "", [.. bots], isMention: said.Text("type") == "app_mention"));
    }

    // In a channel the first message begins the thread that its answer goes to.
    private static string? ThreadOf(JsonObject said) =>
        said.Text("thread_ts") ?? (said.Text("channel_type") == DirectMessage || SlackConfig.IsDirectMessage(said.Text("channel")!) ? null : said.Text("ts"));

    private static string Plain(string text, string[] bots, bool isMention)
    {
        // Where Slack does not say who we are, the first mention is us: nobody else's brought the event here.
        var us = bots.Length > 0 ? Mention().Replace(text, mention => bots.Contains(mention.Groups["id"].Value) ? "" : mention.Value)
            : isMention ? Mention().Replace(text, "", 1) : text;
        var readable = Link().Replace(us, link => link.Groups["label"] is { Success: true } label ? $"{label.Value} ({link.Groups["to"].Value})" : link.Groups["to"].Value);
        return Special().Replace(readable, special => special.Groups["label"] is { Success: true } label ? label.Value : special.Groups["name"].Value)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"<@(?<id>[UW][A-Z0-9]+)(\|[^>]*)?>", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();

    [GeneratedRegex(@"<(?<to>(https?|mailto):[^|>]*)(\|(?<label>[^>]*))?>", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    // Other people, channels and groups: by their label, else by their id.
    [GeneratedRegex(@"<(?<name>[@#!][^|>]*)(\|(?<label>[^>]*))?>", RegexOptions.ExplicitCapture)]
    private static partial Regex Special();
}

internal static class SlackJson
{
    /// <summary>A member that is text; null when it is missing or anything else.</summary>
    public static string? Text(this JsonObject members, string name) => Preferences.ConfigValues.TextOf(members[name]);
}
