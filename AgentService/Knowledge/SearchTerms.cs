using System.Globalization;
using System.Text;

namespace AgentService.Knowledge;

/// <summary>
/// The words of a question that are worth searching for. Whatever a person may type comes out as plain letters and digits, so that nothing
/// in it can be an operator, a quote or a character the database refuses.
/// </summary>
public static class SearchTerms
{
    /// <summary>A question has few words that matter; a pasted log file must not cost more than a question.</summary>
    public const int MaxTerms = 48;

    private const int MaxTermLength = 48;

    // Words of asking, not of IT; the database's own list of English stop words has only "the", "what" and their like.
    private static readonly HashSet<string> _filler =
    [
        "hi", "hello", "hey", "please", "thanks", "thank", "help", "want", "wants", "need", "needs", "like", "know", "tell", "could",
        "would", "may", "might", "must", "shall", "get", "gets", "got", "go", "going", "let", "one", "ok", "okay", "also", "anyone",
        "someone", "somebody", "something", "anything", "question", "time", "much", "many", "old", "since", "today", "yesterday",
        "tomorrow", "way", "thing", "things", "really", "still", "ve", "re", "ll", "isn", "doesn", "didn", "wasn", "won", "couldn",
        "wouldn", "haven", "hasn", "im", "dont", "doesnt", "cant",
    ];

    /// <summary>Distinct, lower-case, in order of appearance; empty when there is nothing to search for.</summary>
    public static IReadOnlyList<string> From(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return [.. Words(question).Where(IsWorthSearching).Distinct().Take(MaxTerms)];
    }

    /// <summary>Runs of letters and digits, lower-case; everything between them is left out.</summary>
    public static IEnumerable<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD, which is no letter
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue; // an accent of the letter before
            if (word.Length > 0) yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0) yield return word.ToString();
    }

    // A single letter is the rest of "I'm" or "e-mail", and a single digit is in every list of steps.
    private static bool IsWorthSearching(string word) => word.Length is > 1 and <= MaxTermLength && !_filler.Contains(word);
}
