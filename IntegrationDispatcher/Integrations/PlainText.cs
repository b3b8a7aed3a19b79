using System.Text.RegularExpressions;

using static IntegrationDispatcher.Integrations.MarkdownMarks;

namespace IntegrationDispatcher.Integrations;

/// <summary>An agent's Markdown for a way out that shows text alone. Pure.</summary>
internal static partial class PlainText
{
    private const char Ellipsis = '…';

    public static string Of(string markdown)
    {
        var lines = new List<string>();
        var inFence = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Fence().IsMatch(line)) inFence = !inFence;
            else lines.Add(inFence ? line : LineOf(line));
        }

        return string.Join('\n', lines).Trim();
    }

    /// <returns>At most <paramref name="max"/> UTF-16 units; a longer text ends in "…" after a whole word where there is one.</returns>
    public static string Shortened(string text, int max)
    {
        if (text.Length <= max) return text;
        var end = text.AsSpan(0, max).LastIndexOfAny(' ', '\n');
        if (end < max / 2) end = max - 1; // one endless word
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return $"{text.AsSpan(0, end).TrimEnd()}{Ellipsis}";
    }

    private static string LineOf(string line)
    {
        if (Heading().Match(line) is { Success: true } heading) line = heading.Groups["text"].Value;
        return Converted(line, WithoutMarks, code => code.Groups["code"].Value);
    }

    private static string WithoutMarks(string text) => Marks().Replace(text, mark =>
        mark.Groups["url"] is { Success: true } url ? LinkOf(WithoutMarks(mark.Groups["text"].Value), url.Value)
        : mark.Groups["auto"] is { Success: true } auto ? auto.Value
        : WithoutMarks(mark.Groups.Values.Skip(1).First(group => group.Success).Value));

    private static string LinkOf(string text, string url) => text == url || $"mailto:{text}" == url ? text : $"{text} ({url})";

    [GeneratedRegex($"{Link}|<(?<auto>{Address})>|{BoldItalic}|{Bold}|{Italic}|{Struck}")]
    private static partial Regex Marks();
}
