using System.Text.RegularExpressions;

using static IntegrationDispatcher.Integrations.MarkdownMarks;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// An agent's Markdown in Slack's own markup (https://docs.slack.dev/messaging/formatting-message-text). Only links made here have angle
/// brackets: nothing that somebody typed becomes a mention, and no link hides behind the name of another. Pure.
/// </summary>
internal static partial class Mrkdwn
{
    public const string FenceMark = "```";

    /// <summary>A longer address stays text, so that every link fits into a section.</summary>
    private const int MaxLink = 2000;

    public static string Of(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var inFence = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                inFence = !inFence;
                lines[i] = FenceMark + Escaped(fence.Groups["info"].Value);
            }
            else
            {
                lines[i] = inFence ? Escaped(lines[i]) : LineOf(lines[i]);
            }
        }

        return string.Join('\n', inFence ? [.. lines, FenceMark] : lines);
    }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string LineOf(string line)
    {
        if (Heading().Match(line) is not { Success: true } heading) return WithCode(line, Marked);
        var text = heading.Groups["text"].Value;
        return $"*{WithCode(text, plain => Marked(BoldMarks().Replace(plain, "")))}*";
    }

    private static string WithCode(string line, Func<string, string> convert) => Converted(line, text => convert(Escaped(text)), code => Escaped(code.Value));

    /// <param name="text">Escaped already.</param>
    private static string Marked(string text) => Marks().Replace(text, mark =>
        mark.Groups["url"].Length + mark.Groups["text"].Length + mark.Groups["auto"].Length + mark.Groups["bare"].Length > MaxLink ? mark.Value
        : mark.Groups["url"] is { Success: true } url ? LinkOf(mark.Groups["text"].Value, url.Value)
        : mark.Groups["auto"] is { Success: true } auto ? $"<{auto.Value}>"
        : mark.Groups["bare"] is { Success: true } bare ? BareLinkOf(bare.Value)
        : mark.Groups["both"] is { Success: true } both ? $"*_{Marked(both.Value)}_*"
        : mark.Groups["bold"] is { Success: true } bold ? $"*{Marked(bold.Value)}*"
        : mark.Groups["italic"] is { Success: true } italic ? $"_{Marked(italic.Value)}_"
        : $"~{Marked(mark.Groups["struck"].Value)}~");

    // A text that reads like an address stands beside the link, so that everybody sees where the link leads.
    private static string LinkOf(string text, string url)
    {
        var name = BoldMarks().Replace(text, "").Trim();
        if (name.Length == 0 || name == url) return $"<{url}>";
        return LooksLikeAddress().IsMatch(name) ? $"{name} (<{url}>)" : $"<{url}|{name}>";
    }

    private static string BareLinkOf(string address)
    {
        var end = address.Length;
        while (".,:!?'\"*_~".Contains(address[end - 1], StringComparison.Ordinal)) end--; // the sentence's, not the address's
        return $"<{address[..end]}>{address[end..]}";
    }

    [GeneratedRegex(@"\*\*|__")]
    private static partial Regex BoldMarks();

    [GeneratedRegex($@"{Link}|&lt;(?<auto>{Address})&gt;|(?<bare>{Address})|{BoldItalic}|{Bold}|{Italic}|{Struck}")]
    private static partial Regex Marks();
}
