using System.Globalization;
using AgentService.Knowledge;

namespace AgentService.Flows;

/// <summary>What a message says in answer to a question, as far as words alone tell. Pure.</summary>
internal static class Spoken
{
    private static readonly string[][] _yes = Forms(
        "yes", "yep", "yeah", "yup", "y", "sure", "ok", "okay", "proceed", "confirm", "confirmed", "agreed", "agree", "absolutely", "definitely", "certainly", "correct", "right",
        "go ahead", "do it", "do that", "go on", "sounds good", "of course", "i confirm", "i agree", "make it so", "order it", "ja");

    private static readonly string[][] _no = Forms(
        "no", "nope", "nah", "n", "never", "cancel", "stop", "dont", "do not", "don t", "not now", "no thanks", "no thank you", "nothing", "not yet", "later", "nein");

    // Said around a yes or a no without changing it.
    private static readonly HashSet<string> _courtesy = ["please", "thanks", "thank", "you", "that", "is", "s", "it", "fine", "good", "great", "perfect", "all", "with", "now", "i", "me", "for", "then", "very", "much"];

    private static readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal)
    {
        ["one"] = 1, ["first"] = 1, ["two"] = 2, ["second"] = 2, ["three"] = 3, ["third"] = 3, ["four"] = 4, ["fourth"] = 4, ["five"] = 5, ["fifth"] = 5,
        ["six"] = 6, ["sixth"] = 6, ["seven"] = 7, ["seventh"] = 7, ["eight"] = 8, ["eighth"] = 8,
    };

    private const string Yes = "yes", No = "no";

    public static string[] Words(string content) => [.. SearchTerms.Words(content)];

    /// <summary>Nothing but a yes, in any of its forms. A yes with an "if" or a "but" is none.</summary>
    public static bool IsPlainYes(string content) => IsPlain(_yes, Words(content));

    /// <summary>Nothing but a no, or a no before all else.</summary>
    public static bool IsNo(string content) => IsNo(Words(content));

    /// <param name="words">Of the message.</param>
    /// <returns>How much of the message the phrase accounts for, its own words more than any yes or no; 0 when it is not in it.</returns>
    public static int Match(string phrase, string[] words) => phrase switch
    {
        Yes => IsYes(words) ? 1 : 0,
        No => IsNo(words) ? 1 : 0,
        _ => Words(phrase) is var wanted && Contains(words, wanted) ? 2 * wanted.Length : 0,
    };

    /// <returns>Whose phrases account for most of the message; null when none do, or those of two alike.</returns>
    public static T? Nearest<T>(IEnumerable<T> all, Func<T, IReadOnlyList<string>> phrasesOf, string[] words)
        where T : class => Best(all, one => phrasesOf(one).Select(phrase => Match(phrase, words)).DefaultIfEmpty(0).Max())?.One;

    /// <summary>Which of a list is meant: by its number, else by a name that no other has.</summary>
    /// <returns>From 0; null when it cannot be told.</returns>
    public static int? Choice(IReadOnlyList<string> names, string content)
    {
        var words = Words(content);
        if (words.Count(word => NumberIn(word) is not null) > 1) words = [.. words.Where(word => word != "one")]; // "the third one"
        var numbers = words.Select(NumberIn).OfType<int>().Where(number => number >= 1 && number <= names.Count).Distinct().ToList();
        var named = Enumerable.Range(0, names.Count).Where(index => Contains(words, Words(names[index]))).ToList();
        if (named.Count == 1) return named[0];
        if (numbers.Count == 1 && named.Count == 0 && (words.Length <= 6 || words.Contains("number") || words.Contains("option"))) return numbers[0] - 1;
        return Best(Enumerable.Range(0, names.Count), index => Words(names[index]).Count(word => word.Length > 2 && words.Contains(word)))?.One;
    }

    // The one with the most points; null when none has any, or two have the most.
    private static (T One, int Points)? Best<T>(IEnumerable<T> all, Func<T, int> pointsOf)
    {
        var ranked = all.Select(one => (One: one, Points: pointsOf(one))).Where(one => one.Points > 0).OrderByDescending(one => one.Points).Take(2).ToList();
        return ranked.Count == 1 || (ranked.Count == 2 && ranked[0].Points > ranked[1].Points) ? ranked[0] : null;
    }

    // A yes, whatever follows: enough where nothing hangs on it.
    private static bool IsYes(string[] words) => IsPlain(_yes, words) || words is ["yes" or "yeah" or "yep" or "sure" or "ja", ..];

    private static bool IsNo(string[] words) => IsPlain(_no, words) || words is ["no" or "nope", ..];

    // The longer first, so that none is taken for a part of it.
    private static string[][] Forms(params IEnumerable<string> forms) => [.. forms.OrderByDescending(form => form.Length).Select(form => form.Split(' '))];

    private static int? NumberIn(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : _numbers.TryGetValue(word, out number) ? number : null;

    private static bool IsPlain(string[][] forms, string[] words)
    {
        if (words.Length is 0 or > 8) return false;
        var rest = words.ToList();
        var found = false;
        foreach (var form in forms)
        {
            while (IndexOf(rest, form) is >= 0 and var at)
            {
                rest.RemoveRange(at, form.Length);
                found = true;
            }
        }

        return found && rest.All(_courtesy.Contains);
    }

    private static bool Contains(string[] words, string[] phrase) => phrase.Length > 0 && IndexOf(words, phrase) >= 0;

    private static int IndexOf(IReadOnlyList<string> words, string[] phrase)
    {
        for (var at = 0; at + phrase.Length <= words.Count; at++)
        {
            if (phrase.Index().All(word => words[at + word.Index] == word.Item)) return at;
        }

        return -1;
    }
}
