using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Guide;

/// <summary>One example of the integration guide, as printed.</summary>
/// <param name="Name">Its heading; where a block has several commands, with the comment over each.</param>
/// <param name="Language"><c>http</c>, <c>bash</c> or <c>python</c>.</param>
internal sealed partial record GuideExample(string Name, string Language, string Text)
{
    public const string Http = "http", Bash = "bash", Python = "python";

    public static string Guide { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "integration-guide.md"));

    public static IReadOnlyList<GuideExample> All { get; } = [.. Block().Matches(Guide).SelectMany(Read)];

    public static GuideExample Named(string name) => All.Single(example => example.Name == name);

    /// <summary>The names of all examples in a language, as theory data.</summary>
    public static TheoryData<string> In(string language, Func<GuideExample, bool>? where = null) =>
        [.. All.Where(example => example.Language == language && where?.Invoke(example) != false).Select(example => example.Name)];

    /// <summary>The example with something of its reader's own put in; an example without that is not what the test takes it for.</summary>
    public GuideExample With(string printed, string value)
    {
        Assert.Contains(printed, Text, StringComparison.Ordinal);
        return this with { Text = Text.Replace(printed, value, StringComparison.Ordinal) };
    }

    private static IEnumerable<GuideExample> Read(Match block)
    {
        var heading = Heading().Matches(Guide[..block.Index])[^1].Groups["text"].Value;
        var (language, text) = (block.Groups["language"].Value, block.Groups["text"].Value);
        var commands = language == Bash ? Command().Matches(text) : null;
        return commands is { Count: > 0 }
            ? commands.Select(command => command.Groups)
                .Select(command => new GuideExample($"{heading}: {command["comment"].Value}", language, command["text"].Value))
            : [new GuideExample(heading, language, text)];
    }

    [GeneratedRegex(@"^```(?<language>http|bash|python)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^#{2,} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^# (?<comment>.+)\n(?<text>(?:[^#\n].*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
