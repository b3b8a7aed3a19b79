using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>One Slack message of those that a delivery takes.</summary>
/// <param name="Text">For notifications and screen readers; mrkdwn.</param>
internal sealed record SlackPart(string Text, JsonArray Blocks);

/// <summary>
/// A message as Slack shows it: as many Slack messages as its length takes, with what there is to press under the last. The same message
/// is cut the same way at every attempt, whatever the settings, so that a retry can go on where it stopped. Pure.
/// </summary>
internal static class SlackParts
{
    public const string ViewSession = "view_session";
    public const string NewSession = "new_session";
    public const string Helpful = "feedback_helpful";
    public const string NotHelpful = "feedback_not_helpful";

    /// <summary>Slack takes 3,000 in a section; some are left for the mention.</summary>
    public const int MaxSection = 2900;

    /// <summary>In all sections of one Slack message.</summary>
    public const int MaxText = 12_000;

    /// <summary>Slack takes 50 blocks; two are ours.</summary>
    public const int MaxSections = 48;

    private const string Nothing = "(no text)"; // Slack takes no empty section

    /// <param name="mention">Slack's id of the person to be mentioned; null for nobody.</param>
    public static IReadOnlyList<SlackPart> Of(Message message, string? mention, bool withAgent)
    {
        var sections = MrkdwnSections.Of(Mrkdwn.Of(message.Content), MaxSection).ToList();
        if (sections.Count == 0) sections.Add(Nothing);
        var parts = Pack(sections);
        if (mention is not null) parts[0][0] = $"<@{mention}> {parts[0][0]}";
        return [.. parts.Select((part, number) => PartOf(part, number == parts.Count - 1 ? Foot(message, withAgent) : []))];
    }

    private static List<List<string>> Pack(List<string> sections)
    {
        var parts = new List<List<string>> { new() };
        foreach (var section in sections)
        {
            if (parts[^1].Count == MaxSections || parts[^1].Sum(other => other.Length) + section.Length > MaxText) parts.Add([]);
            parts[^1].Add(section);
        }

        return parts;
    }

    private static SlackPart PartOf(List<string> sections, IEnumerable<JsonObject> foot) =>
        new(sections[0], [.. sections.Select(Section), .. foot]);

    // verbatim: Slack adds no links and mentions of its own to what it finds in the text.
    private static JsonObject Section(string text) => new()
    {
        ["type"] = "section",
        ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true },
    };

    private static IEnumerable<JsonObject> Foot(Message message, bool withAgent)
    {
        if (message.AgentId == AgentNames.System) yield break; // no agent, nothing to rate or to end
        if (withAgent) yield return Context(message.AgentId);
        if (message.Origin is not null) yield return Actions(message);
    }

    private static JsonObject Context(string agentId) => new()
    {
        ["type"] = "context",
        ["block_id"] = "ssa_agent",
        ["elements"] = new JsonArray(PlainTextOf($"Answered by {agentId}")),
    };

    private static JsonObject Actions(Message message) => new()
    {
        ["type"] = "actions",
        ["block_id"] = "ssa_actions",
        ["elements"] = new JsonArray(
            Button(Helpful, "👍 Helpful", message.RequestId),
            Button(NotHelpful, "👎 Not helpful", message.RequestId),
            Button(ViewSession, "View session", message.SessionId),
            Button(NewSession, "New session", message.SessionId)),
    };

    private static JsonObject Button(string action, string label, Guid value) => new()
    {
        ["type"] = "button",
        ["action_id"] = action,
        ["text"] = PlainTextOf(label),
        ["value"] = value.ToString(),
    };

    private static JsonObject PlainTextOf(string text) => new() { ["type"] = "plain_text", ["text"] = text };
}
