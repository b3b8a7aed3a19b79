using System.Buffers;
using System.Globalization;
using System.Text;
using AgentService.Knowledge;

namespace AgentService.Flows;

/// <summary>What a message says in answer to a question, as far as words alone tell. Pure.</summary>
internal static class Spoken
{
    // Any of these is consent, so none may be a question or a judgement: "correct" and "that's fine" are none.
    private static readonly string[][] _yes = Forms(
        "yes", "yep", "yeah", "yup", "y", "ja", "sure", "ok", "okay", "of course", "absolutely", "definitely", "certainly", "sounds good",
        "proceed", "proceed with it", "proceed with that", "confirm", "confirmed", "i confirm", "agree", "agreed", "i agree",
        "go ahead", "go on", "go for it", "do it", "do that", "let's do it", "please do", "will do", "make it so", "order it", "open it", "yes i do");

    private static readonly string[][] _assent =
    [
        .. _yes,
        .. Forms("correct", "right", "exactly", "that's right", "that is right", "that's correct", "that is correct", "it did", "it does"),
    ];

    private static readonly string[][] _no = Forms(
        "no", "nope", "nah", "n", "nein", "no way", "never", "never mind", "nevermind", "nothing", "nothing else", "stop",
        "not now", "not yet", "not really", "later", "maybe later", "rather not", "i'd rather not", "i would rather not",
        "cancel", "cancel it", "cancel that", "forget it", "forget that", "forget about it", "leave it",
        "don't", "do not", "don't do it", "do not do it", "don't do that", "do not do that");

    // Said around a yes or a no without changing it.
    private static readonly string[][] _courtesy = Forms(
        "please", "oh", "well", "thanks", "thank you", "thanks a lot", "so much", "thanks very much", "thank you very much", "then", "now",
        "fine", "good", "very good", "great", "perfect", "that's fine", "that is fine");

    private static readonly string[][] _courtesyOfNo =
    [
        .. _courtesy,
        .. Forms(
            "ok", "okay", "oh", "well", "sorry", "actually", "that's all", "that is all", "for now", "for today", "not today",
            "i'm good", "i am good", "i'm fine", "i am fine"),
    ];

    // What makes a message longer and says nothing of its own.
    private static readonly HashSet<string> _filler =
    [
        "please", "thanks", "thank", "you", "ok", "okay", "great", "good", "i", "d", "ll", "me", "let", "s", "the", "a", "and", "so", "just",
        "then", "now", "again", "very", "much", "would", "like", "want", "to",
    ];

    private static readonly SearchValues<char> _questionMarks = SearchValues.Create("?？؟\u037e⁇⁈⁉‽﹖︖");

    private static readonly HashSet<string> _interrogatives =
        ["what", "whats", "why", "how", "hows", "which", "who", "whos", "whom", "whose", "when", "where", "wheres"];

    private static readonly HashSet<string> _auxiliaries =
    [
        "is", "are", "am", "was", "were", "do", "does", "did", "has", "had", "can", "could", "will", "would", "shall", "should", "may",
        "might", "isn", "isnt", "aren", "arent", "doesn", "doesnt", "didn", "didnt", "won", "wont",
    ];

    // With one of these in it a message names what is not wanted, or leaves open what is.
    private static readonly HashSet<string> _undecided =
        ["or", "not", "none", "neither", "nor", "never", "without", "except", "don", "dont", "doesn", "doesnt", "isn", "isnt", "won", "wont"];

    private static readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal)
    {
        ["one"] = 1, ["first"] = 1, ["two"] = 2, ["second"] = 2, ["three"] = 3, ["third"] = 3, ["four"] = 4, ["fourth"] = 4, ["five"] = 5, ["fifth"] = 5,
        ["six"] = 6, ["sixth"] = 6, ["seven"] = 7, ["seventh"] = 7, ["eight"] = 8, ["eighth"] = 8,
    };

    private const string Yes = "yes", No = "no";
    private const int MaxPlain = 10;

    public static string[] Words(string content) => [.. SearchTerms.Words(content)];

    /// <summary>Nothing but a yes, in any of its forms. A yes with an "if" or a "but" is none, nor is one with a question mark.</summary>
    public static bool IsPlainYes(string content) => !IsQuestion(content) && HasOnlyWords(content) && IsPlain(_yes, _courtesy, Words(content));

    /// <summary>Nothing but a no, or a no before all else.</summary>
    public static bool IsNo(string content) => IsNo(Words(content));

    public static bool IsPlainNo(string content) => IsPlain(_no, _courtesyOfNo, Words(content));

    /// <summary>Whether something is asked anywhere in it. Who asks to have something answers: "Can I have the third?"</summary>
    public static bool IsQuestion(string content) =>
        Words(content) is var words && !IsRequest(words) && (HasQuestionMark(content) || BeginsLikeQuestion(words));

    /// <summary>Whether it is a question as a whole: "Photoshop, is that possible?" is not, as it names something first.</summary>
    public static bool IsQuestionThroughout(string content) =>
        Words(content) is var words && !IsRequest(words) && BeginsLikeQuestion(words)
        && (HasQuestionMark(content) || (words.Length > 1 && _interrogatives.Contains(words[0]) && _auxiliaries.Contains(words[1])));

    /// <param name="words">Of the message.</param>
    /// <param name="alone">Only where the phrase is most of what is said.</param>
    /// <returns>How much of the message the phrase accounts for, its own words more than any yes or no; 0 when it is not in it.</returns>
    public static int Match(string phrase, string[] words, bool alone = false) => phrase switch
    {
        Yes => (alone ? IsPlain(_assent, _courtesy, words) : IsYes(words)) ? 1 : 0,
        No => (alone ? IsPlain(_no, _courtesyOfNo, words) : IsNo(words)) ? 1 : 0,
        _ => Words(phrase) is var wanted && (alone ? IsMostOf(words, wanted) : Contains(words, wanted)) ? 2 * wanted.Length : 0,
    };

    /// <returns>Whose phrases account for most of the message; null when none do, or those of two alike.</returns>
    /// <inheritdoc cref="Match"/>
    public static T? Nearest<T>(IEnumerable<T> all, Func<T, IReadOnlyList<string>> phrasesOf, string[] words, bool alone = false)
        where T : class => Best(all, one => phrasesOf(one).Select(phrase => Match(phrase, words, alone)).DefaultIfEmpty(0).Max())?.One;

    /// <summary>Which of a list is meant: by its number, else by a name that no other has. A question means none.</summary>
    /// <returns>From 0; null when it cannot be told.</returns>
    public static int? Choice(IReadOnlyList<string> names, string content)
    {
        var words = Words(content);
        if (IsQuestion(content) || words.Any(_undecided.Contains)) return null;
        var numbers = NumbersIn(words).Where(number => number >= 1 && number <= names.Count).Distinct().ToList();
        var named = Enumerable.Range(0, names.Count).Where(index => Contains(words, Words(names[index]))).ToList();
        if (named.Count == 1) return named[0];
        var isShort = words.Count(word => !_filler.Contains(word)) <= 4;
        if (numbers.Count == 1 && named.Count == 0 && (isShort || words.Contains("number") || words.Contains("option")))
            return numbers[0] - 1;
        return Best(Enumerable.Range(0, names.Count), index => Words(names[index]).Count(word => word.Length > 2 && words.Contains(word)))?.One;
    }

    // The one with the most points; null when none has any, or two have the most.
    private static (T One, int Points)? Best<T>(IEnumerable<T> all, Func<T, int> pointsOf)
    {
        var ranked = all.Select(one => (One: one, Points: pointsOf(one))).Where(one => one.Points > 0).OrderByDescending(one => one.Points).Take(2).ToList();
        return ranked.Count == 1 || (ranked.Count == 2 && ranked[0].Points > ranked[1].Points) ? ranked[0] : null;
    }

    // A yes, whatever follows: enough where nothing hangs on it.
    private static bool IsYes(string[] words) => IsPlain(_assent, _courtesy, words) || words is ["yes" or "yeah" or "yep" or "sure" or "ja", ..];

    private static bool IsNo(string[] words) =>
        IsPlain(_no, _courtesyOfNo, words) || words is ["no" or "nope", ..] and not ["no", "problem" or "worries" or "doubt" or "objection", ..];

    // A thumb down, a cross or a mark nobody here knows may turn a yes into anything.
    private static bool HasOnlyWords(string content) => content.EnumerateRunes().All(rune =>
        Rune.IsLetterOrDigit(rune) || Rune.IsWhiteSpace(rune) || rune.Value is '.' or ',' or '!' or ';' or ':' or '\'' or '’' or '"' or '(' or ')' or '-' or '*' or 0x1F44D or 0x2705);

    private static bool HasQuestionMark(string content) => content.AsSpan().ContainsAny(_questionMarks);

    private static bool IsRequest(string[] words) => words
        is ["can" or "could" or "may" or "might", "i" or "we", "have" or "get" or "take" or "choose" or "pick" or "order", ..]
        or ["can" or "could" or "will" or "would", "you", "give" or "get" or "take" or "order" or "install", ..];

    private static bool BeginsLikeQuestion(string[] words) => words switch
    {
        ["do", var second, ..] => second is "i" or "you" or "we" or "they" or "these" or "those", // and not "do it"
        ["will", "do", ..] or ["would", "like", ..] or ["what" or "how", "about", ..] => false,
        [var first, ..] => _interrogatives.Contains(first) || _auxiliaries.Contains(first),
        _ => false,
    };

    // "The third one" is no first, and "one with a big screen" none at all.
    private static IEnumerable<int> NumbersIn(string[] words) => words.Index()
        .Where(word => word.Item != "one" || IsMostOf(words, ["one"]) || (word.Index > 0 && words[word.Index - 1] is "number" or "option"))
        .Select(word => NumberIn(word.Item)).OfType<int>();

    private static int? NumberIn(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : _numbers.TryGetValue(word, out number) ? number : null;

    // An apostrophe is left out, or is where one word ends.
    private static string[][] Forms(params string[] forms) =>
        [.. forms.SelectMany<string, string>(form => [form.Replace("'", ""), form.Replace('\'', ' ')]).Distinct().Select(form => form.Split(' '))];

    private static bool IsPlain(string[][] forms, string[][] courtesy, string[] words) =>
        words.Length <= MaxPlain && IsMadeOf(forms, courtesy, words, found: false);

    private static bool IsMadeOf(string[][] forms, string[][] courtesy, ReadOnlySpan<string> words, bool found)
    {
        if (words.IsEmpty) return found;
        foreach (var form in forms)
        {
            if (words.StartsWith(form) && IsMadeOf(forms, courtesy, words[form.Length..], found: true)) return true;
        }

        foreach (var form in courtesy)
        {
            if (words.StartsWith(form) && IsMadeOf(forms, courtesy, words[form.Length..], found)) return true;
        }

        return false;
    }

    private static bool IsMostOf(string[] words, string[] phrase) =>
        IndexOf(words, phrase) is >= 0 and var at
        && words[..at].Concat(words[(at + phrase.Length)..]).Count(word => !_filler.Contains(word)) < phrase.Length;

    private static bool Contains(string[] words, string[] phrase) => IndexOf(words, phrase) >= 0;

    private static int IndexOf(string[] words, string[] phrase)
    {
        for (var at = 0; phrase.Length > 0 && at + phrase.Length <= words.Length; at++)
        {
            if (words.AsSpan(at).StartsWith(phrase)) return at;
        }

        return -1;
    }
}
