using System.Text.RegularExpressions;

namespace SlackFarSide.Workspaces;

/// <summary>What a person types, as Slack hands it on: mentions and links in angle brackets, everything else escaped.</summary>
internal static partial class Typed
{
    public static string ToMrkdwn(string typed, IReadOnlyList<Person> people) => Marks().Replace(typed, mark =>
        mark.Groups["id"] is { Success: true } id ? (people.Any(person => person.Id == id.Value) ? mark.Value : $"&lt;@{id.Value}&gt;")
        : mark.Groups["handle"] is { Success: true } handle ? MentionOf(handle.Value, people)
        : mark.Groups["mail"].Success ? $"<mailto:{mark.Value}|{mark.Value}>"
        : mark.Groups["url"].Success ? $"<{mark.Value.Replace("&", "&amp;", StringComparison.Ordinal)}>"
        : mark.Value switch { "&" => "&amp;", "<" => "&lt;", _ => "&gt;" });

    private static string MentionOf(string handle, IReadOnlyList<Person> people) =>
        people.FirstOrDefault(person => person.Handle == handle) is { } person ? $"<@{person.Id}>" : $"@{handle}";

    [GeneratedRegex(
        @"<@(?<id>U[A-Z0-9]+)>|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<!\w)@(?<handle>[a-z][\w-]*(?:\.[\w-]+)*)"
        + @"|(?<url>https?://[^\s<>]*[^\s<>.,:;!?')])|[&<>]")]
    private static partial Regex Marks();
}
