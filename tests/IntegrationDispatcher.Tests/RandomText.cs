using CsCheck;

namespace IntegrationDispatcher.Tests;

/// <summary>Texts to try properties with.</summary>
internal static class RandomText
{
    /// <summary>Of pieces that are hard to convert and to cut.</summary>
    public static Gen<string> Markdown { get; } = Of(
        120,
        "word", " ", " ", "\n", "\n\n", "&", "<", ">", "&amp;", "**", "*", "_", "~~", "`", "```",
        "\n```\n", "\n```cs\n", "\n~~~\n", "# ", "\n## ", "- ", "😀", "ß", "[", "](", "(", ")", "<!channel>", "<@U0001>",
        "[a & b](https://x.example/?a=1&b=2)", "[https://good.example](https://evil.example)", "https://x.example/a_b?c=<d>",
        "an-endless-word-of-more-than-twenty-characters", new string('x', 700),
        string.Join(' ', Enumerable.Repeat("words", 100)), new string('&', 300));

    public static Gen<string> Of(int max, params string[] pieces) =>
        Gen.Int[0, pieces.Length - 1].Select(piece => pieces[piece]).Array[0, max].Select(chosen => string.Concat(chosen));
}
