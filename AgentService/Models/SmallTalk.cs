using AgentService.Flows;
using AgentService.Knowledge;

namespace AgentService.Models;

/// <summary>What is said in passing and needs no knowledge to answer.</summary>
public enum SmallTalkKind
{
    None,
    Greeting,
    Thanks,
    Goodbye,
    WhatCanYouDo,

    /// <summary>Wants to be where it is already: at the router.</summary>
    Returning,

    /// <summary>Needs nothing more.</summary>
    Declining,

    /// <summary>A yes to nothing that was asked.</summary>
    Agreeing,

    /// <summary>Wants something undone, and the router has nothing going on.</summary>
    Cancelling,
}

/// <summary>Recognises small talk by the words it is made of. With anything more in it a message is none: "Hi, my VPN is down" is about the VPN.</summary>
public static class SmallTalk
{
    private const int MaxWords = 10;

    private static readonly HashSet<string> _greetings =
        ["hi", "hello", "hey", "hiya", "howdy", "greetings", "morning", "afternoon", "evening", "moin", "hallo"];

    private static readonly HashSet<string> _besideGreetings =
        ["good", "day", "there", "again", "team", "everyone", "all", "you", "how", "are", "today", "dear", "to"];

    private static readonly HashSet<string> _thanks =
        ["thanks", "thank", "thx", "ty", "cheers", "great", "perfect", "awesome", "brilliant", "excellent"];

    private static readonly HashSet<string> _besideThanks =
    [
        "you", "so", "very", "much", "many", "a", "lot", "that", "this", "it", "was", "is", "helped", "helpful", "worked", "works", "for",
        "your", "the", "help", "ok", "okay", "and", "bye",
    ];

    private static readonly HashSet<string> _goodbyes = ["bye", "goodbye", "cu", "later", "tomorrow"];

    private static readonly HashSet<string> _besideGoodbyes = ["good", "see", "you", "until", "then", "ok", "okay", "have", "a", "nice", "day"];

    private static readonly HashSet<string> _declining =
        ["ok", "okay", "alright", "all right", "fine", "done", "i am done", "i m done", "that is all", "that s all", "got it", "i see"];

    private static readonly HashSet<string> _cancelling = ["cancel", "withdraw", "undo", "revoke", "stop"];

    private static readonly HashSet<string> _besideCancelling =
        ["it", "that", "this", "please", "my", "the", "request", "ticket", "order", "actually", "no", "sorry", "can", "you", "i", "want", "to", "wait", "oh"];

    private static readonly HashSet<string> _whatCanYouDo =
    [
        "help", "help me", "menu", "options", "can you help", "can you help me", "how can you help", "how can you help me", "i need help",
        "i need some help", "what can you do", "what can you do for me", "what can you help with", "what can you help me with",
        "what can i ask", "what can i ask you", "what do you do", "what do you know", "what are you able to do", "what are your capabilities",
        "who are you", "what are you", "are you a bot", "are you human", "how does this work", "how do you work",
    ];

    public static SmallTalkKind KindOf(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var words = SearchTerms.Words(content).Take(MaxWords + 1).ToList();
        if (words.Count is 0 or > MaxWords) return SmallTalkKind.None;
        if (_whatCanYouDo.Contains(string.Join(' ', words.SkipWhile(_greetings.Contains)))) return SmallTalkKind.WhatCanYouDo;
        if (IsMadeOf(_greetings, _besideGreetings, words) || words is ["good", "day"]) return SmallTalkKind.Greeting;
        if (IsMadeOf(_thanks, _besideThanks, words)) return SmallTalkKind.Thanks;
        if (IsMadeOf(_goodbyes, _besideGoodbyes, words)) return SmallTalkKind.Goodbye;
        if (IsMadeOf(_cancelling, _besideCancelling, words)) return SmallTalkKind.Cancelling;
        return FlowWords.WantsOut(content) ? SmallTalkKind.Returning : AfterAnAnswer(content, words);
    }

    // What people still say to a question that nobody asks any more.
    private static SmallTalkKind AfterAnAnswer(string content, List<string> words)
    {
        if (Spoken.IsQuestion(content)) return SmallTalkKind.None;
        if (Spoken.IsPlainNo(content) || _declining.Contains(string.Join(' ', words))) return SmallTalkKind.Declining;
        return Spoken.IsPlainYes(content) ? SmallTalkKind.Agreeing : SmallTalkKind.None;
    }

    private static bool IsMadeOf(HashSet<string> core, HashSet<string> beside, List<string> words) =>
        words.Any(core.Contains) && words.All(word => core.Contains(word) || beside.Contains(word));
}
