using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentService.Safety;

/// <summary>
/// Recognizes messages that would have a model forget what it was told, in English and German. A net, not a wall: what must never happen is prevented by flows
/// and allow-lists, whatever a model is told.
/// </summary>
internal static partial class Injections
{
    public static bool IsIn(string text) => Markup().IsMatch(text) || Phrases().IsMatch(Plain(text));

    // Neither full-width letters, nor invisible ones, nor punctuation hide a phrase. String.Normalize needs ICU, which we run without.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length).Append(' ');
        foreach (var typed in text)
        {
            var c = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - '\uFF01' + '!') : typed;
            if (char.IsLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark) && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.Append(' ').ToString();
    }

    [GeneratedRegex(@"<\|(?:im_start|im_end|system|assistant|endoftext|begin_of_text|start_header_id|eot_id)\|>|\[/?INST\]|<</?SYS>>", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex(
        """
        \ (?:
          (?:ignore|disregard|forget|override|bypass|neglect)\ (?:about\ )?
            (?: (?:(?:all|any|every|each|of|the|these|those|your)\ ){0,4}(?:(?:previous|prior|preceding|earlier|above|foregoing|system|original|initial|internal|hidden)\ (?:and\ \w+\ )?)+
                  (?:instructions?|prompts?(?!\ (?:to|for|about|asking|saying|that|which|from|when)\ )|rules|directions|directives|guidelines|guardrails|programming|restrictions)
              | (?:(?:all|any|every|each|of)\ ){0,2}your\ (?:(?:safety|own|current)\ )?(?:instructions?|prompts?|rules|directives|guidelines|guardrails|programming|restrictions)
              | (?:all|any|every|each)\ (?:(?:of|the|these|those)\ ){0,2}(?:instructions?|directives|guidelines|guardrails|programming) )
        | (?:show|reveal|print|repeat|output|display|leak|dump|expose|tell|give|send|write|share|what\ is|what\ are|what\ s)\ (?:\w+\ ){0,5}
            (?: the\ (?:\w+\ )?(?:system|hidden|initial)\ prompt | your\ (?:\w+\ )?(?:system|hidden|initial|original|internal|secret)\ (?:prompts?|instructions|message|rules) )
        | you\ are\ (?:now|no\ longer)\ (?:\w+\ ){0,6}(?:dan|unrestricted|unfiltered|uncensored|jailbroken|bound\ by|restricted\ by|in\ developer\ mode)
        | from\ now\ on\ you\ (?:are|act\ as|must\ (?:obey|ignore)|will\ (?:obey|ignore|act))
        | (?:pretend|act|behave)\ (?:\w+\ ){0,6}(?:have\ no|without|with\ no)\ (?:any\ )?(?:restrictions|rules|limits|limitations|filters|guidelines)
        | (?:answer|respond|reply)\ without\ (?:any\ )?(?:restrictions|filters|safety|moral|ethical)
        | do\ anything\ now | (?:dan|jailbreak)\ mode
        | (?:ignorier(?:e|en|t)?|vergiss|vergessen|missachte(?:n)?|umgehe(?:n)?)\ (?:(?:sie|bitte|jetzt|einfach|mal)\ ){0,3}
            (?: (?:(?:alle|sämtliche|jegliche|deine|ihre|die|den|diese)\ ){0,3}(?:(?:vorherigen?|bisherigen?|obigen?|früheren?|vorangegangenen?|ursprünglichen?|internen?)\ )+
              | (?:alle|sämtliche|jegliche)\ (?:(?:deine|ihre|die|diese)\ )? | deine\ )
            (?:anweisung(?:en)?|instruktion(?:en)?|regeln|vorgaben|befehle|richtlinien)
        | (?:zeig|zeige|nenn|nenne|verrate|gib|wiederhole|schreibe?|wie\ lautet|was\ ist)\ (?:\w+\ ){0,3}(?:dein|deinen|den|ihren)\ (?:system\ ?prompt|systemanweisung(?:en)?|versteckten?\ \w+)
        | du\ bist\ (?:jetzt|nun|ab\ sofort|ab\ jetzt)\ (?:\w+\ ){0,6}(?:ohne\ (?:regeln|einschränkungen|filter|grenzen)|uneingeschränkt|dan)
        )[ ]
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Phrases();
}
