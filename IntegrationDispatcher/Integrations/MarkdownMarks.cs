using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationDispatcher.Integrations;

/// <summary>The marks of Markdown that agents use, for ways out that know others or none. Each pattern looks a bounded way ahead.</summary>
internal static partial class MarkdownMarks
{
    /// <summary>What may be opened from a message; anything else stays text.</summary>
    /// <remarks>Ends before an escaped angle bracket and never inside an escaped ampersand.</remarks>
    public const string Address = @"(?:https?://|mailto:)(?>(?:(?!&[lg]t;)(?:&amp;|[^\s<>|()])|\([^\s<>|()]{0,200}\)){1,2000})";

    public const string Link = $@"!?\[(?<text>[^\[\]\n]{{1,500}})\]\((?<url>{Address})(?:\s+""[^""\n]{{0,200}}"")?\)";

    public const string BoldItalic = @"\*\*\*(?=[^\s*])(?<both>[^*\n]{1,2000})(?<=\S)\*\*\*";
    public const string Bold =
        @"\*\*(?=[^\s*])(?<bold>(?:[^*\n]|\*(?!\*)){1,2000})(?<=\S)\*\*(?!\*)" +
        @"|(?<!\w)__(?=[^\s_])(?<bold>[^_\n]{1,2000})(?<=\S)__(?!\w)";
    public const string Italic = @"(?<![\w*])\*(?=[^\s*])(?<italic>[^*\n]{1,2000})(?<=[^\s*])\*(?![\w*])";
    public const string Struck = @"~~(?=[^\s~])(?<struck>[^~\n]{1,2000})(?<=\S)~~";

    /// <summary>A line whose text and whose spans of code become something else, each in its own way.</summary>
    /// <param name="code">Given a match of <see cref="Code"/>.</param>
    public static string Converted(string line, Func<string, string> text, Func<Match, string> code)
    {
        var converted = new StringBuilder();
        var from = 0;
        foreach (Match span in Code().Matches(line))
        {
            converted.Append(text(line[from..span.Index])).Append(code(span));
            from = span.Index + span.Length;
        }

        return converted.Append(text(line[from..])).ToString();
    }

    /// <summary>The line before a block of code, and the one after it.</summary>
    [GeneratedRegex("^\\s*(?:```+|~~~+)(?<info>[^`~]*)$")]
    public static partial Regex Fence();

    [GeneratedRegex(@"^ {0,3}#{1,6}[ \t]+(?<text>\S.*?)[ \t]*#*[ \t]*$")]
    public static partial Regex Heading();

    [GeneratedRegex("(?<![`])(?<ticks>`{1,3})(?!`)(?<code>[^\n]{1,2000}?)(?<!`)\\k<ticks>(?!`)")]
    public static partial Regex Code();

    /// <summary>A text that reads as if it were an address itself.</summary>
    [GeneratedRegex(@"://|www\.|\w@\w|\w\.[A-Za-z]{2,}")]
    public static partial Regex LooksLikeAddress();
}
