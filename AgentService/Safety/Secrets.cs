using System.Text.RegularExpressions;

namespace AgentService.Safety;

/// <summary>
/// Finds secrets: keys and tokens of well-known forms, private keys, and what is said to be a password. Only a private key and what
/// <see cref="GuardedStream"/> waits for may contain white space.
/// </summary>
internal static partial class Secrets
{
    private const int ShortestValue = 5, ShortestNumber = 6, ShortestMixedCase = 8;

    public static IEnumerable<Found> In(string text) =>
        KnownForms().Matches(text).Concat(PrivateKeys().Matches(text)).Select(match => new Found(match.Index, match.Length, Danger.Secret))
            .Concat(Authorizations().Matches(text).Select(match => match.Groups["value"]).Where(value => value.ValueSpan.ContainsAnyInRange('0', '9')).Select(Whole))
            .Concat(Addresses().Matches(text).Concat(Pins().Matches(text)).Select(match => Whole(match.Groups["value"])))
            .Concat(Labelled().Matches(text).Select(match => Value(text, match)).OfType<Found>());

    private static Found Whole(Group value) => new(value.Index, value.Length, Danger.Secret);

    private static Found? Value(string text, Match match)
    {
        var value = match.Groups["value"];
        var trimmed = Unquoted(value.ValueSpan);
        var isAlone = !match.Groups["is"].Success && text.AsSpan(value.Index + value.Length) is var rest && rest.IndexOfAny('\r', '\n') is var end
            && (end < 0 ? rest : rest[..end]).IsWhiteSpace();
        return LooksSecret(trimmed.ToString(), isAlone) ? new(value.Index + value.ValueSpan.IndexOf(trimmed), trimmed.Length, Danger.Secret) : null;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value)
    {
        var end = value[0] is '"' or '\'' or '`' ? value[1..].IndexOf(value[0]) : -1;
        return end > 0 ? value[1..(end + 1)] : value.Trim("\"'`*");
    }

    // Passwords are mostly no words; a word that is all that follows the colon may be one.
    private static bool LooksSecret(string value, bool isAlone)
    {
        if (value.Length < ShortestValue || Harmless().IsMatch(value)) return false;
        var hasLetter = value.Any(char.IsLetter);
        if (value.Any(char.IsDigit)) return hasLetter || value.Count(char.IsDigit) >= ShortestNumber;
        return hasLetter && (Unusual().IsMatch(value) || (value.Length >= ShortestMixedCase && MixedCase().IsMatch(value)) || (isAlone && LoneWord().IsMatch(value)));
    }

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9]) (?:
            (?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}                 # Amazon Web Services, key id
          | gh[pousr]_[A-Za-z0-9]{36,} | github_pat_\w{22,}     # GitHub
          | glpat-[\w-]{20,}                                    # GitLab
          | xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,} | xapp-[A-Za-z0-9-]{10,} # Slack
          | sk-[\w-]{20,} | [srp]k_(?:live|test)_\w{16,}        # OpenAI and those like it, Stripe
          | AIza[\w-]{35} | npm_[A-Za-z0-9]{36}                 # Google, npm
        )
        | (?<![\w-]) eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*         # a JSON Web Token, RFC 7519
        | (?<=hooks\.slack\.com/)(?:services|workflows)/[\w/]{20,}
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KnownForms();

    // RFC 7468; one that is cut off goes to the end.
    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\z)", RegexOptions.Singleline)]
    private static partial Regex PrivateKeys();

    [GeneratedRegex(@"(?<!\w)(?:bearer|basic)\s{1,3}(?<value>[\w.~+/-]{16,}=*)", RegexOptions.IgnoreCase)]
    private static partial Regex Authorizations();

    [GeneratedRegex(@"://[^\s:/@]{1,100}:(?<value>[^\s@/]{3,100})@")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"(?<!\w)pin(?:-?code)?\s{0,3}(?:[:=]|\sis\s|\sist\s)\s{0,3}(?<value>[0-9]{4,8})(?!\w)", RegexOptions.IgnoreCase)]
    private static partial Regex Pins();

    [GeneratedRegex(
        """
        (?<![\p{L}\p{N}]) [\w-]{0,30}?
        (?: pass(?:word|wd|wort|phrase|code) | kennwort | pwd | secret | token | (?:api|access|account|private)[_\ -]?key )
        (?: \s{1,3} (?:for|of|für|vom|von) \s{1,3} (?:(?:the|my|our|das|den|mein|meinen) \s{1,3})? [\w-]{1,30} )?
        ["'`*_]{0,3}
        (?: \s{0,3} (?: => | [:=] ) \s{0,3} | (?<is> \s{1,3} (?:is|was|ist|war|lautet) (?: : | \s{1,3} (?:now|jetzt) )? \s{1,3} ) )
        (?<value> \S{5,} )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    // A link, a mark or place-holder, an e-mail address, the number of a ticket or machine, "14-character", or one of the words people put after "password:".
    [GeneratedRegex(
        """
        ^(?: <?https?:// | \[ | < | \{\{ | \$\{ | [^\p{L}\p{N}]+$ | [^\s@]+@[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}[.,;!?)]*$ | \p{Lu}{2,5}[0-9]{6,}[.,;!?)]*$
        | [0-9]+-\p{L}+[.,;!?)]*$
        | (?i: expired? | forgot(?:ten)? | lost | reset | locked | blocked | unknown | changed? | wrong | incorrect | invalid | valid | required | missing | needed | empty
            | problems? | help | please | questions? | error | rejected | refused | issues? | policy | same | hidden | vergessen | abgelaufen | gesperrt | falsch | unbekannt
            | geändert | ungültig | verloren | hilfe | fehlt | bitte )[.,;!?)]*$ )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"[@#$%^&*+=~|\\]|!.")]
    private static partial Regex Unusual();

    [GeneratedRegex(@"\p{Ll}\p{Lu}")]
    private static partial Regex MixedCase();

    [GeneratedRegex(@"^\p{L}[\p{L}_]+[.!]?$")]
    private static partial Regex LoneWord();
}
