using System.Globalization;
using System.Text;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

/// <summary>Text from outside, fit for a place that holds one line: a subject, a name. Pure.</summary>
internal static class OneLine
{
    private const string Cut = "…";

    /// <returns>
    /// At most <paramref name="maxLength"/> characters without any that break a line or are invisible controls, and no two blanks in a
    /// row; empty when nothing is left.
    /// </returns>
    public static string Of(string? text, int maxLength)
    {
        var line = new StringBuilder();
        foreach (var rune in Storable.Clean(text ?? "").EnumerateRunes())
        {
            if (!IsBlank(rune)) line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        var one = line.ToString().TrimEnd();
        if (one.Length <= maxLength) return one;
        var end = maxLength - Cut.Length;
        return one[..(char.IsHighSurrogate(one[end - 1]) ? end - 1 : end)] + Cut;
    }

    private static bool IsBlank(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;
}
