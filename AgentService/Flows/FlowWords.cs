namespace AgentService.Flows;

/// <summary>What every flow says where its own definition does not.</summary>
internal static class FlowWords
{
    public const string Back = "You are back at the start. What else can I do for you?";

    public const string Changed = "The way this works has changed since we last spoke, so we have to leave off here. Nothing that was done is lost. Just ask again.";

    public const string Failed = "That did not work, and nothing was done. Please try again later, or call the service desk.";

    public const string TooEarly = "You answered before I had asked. Please read this first:";

    public const string Unknown =
        "You agreed to this, I sent it off, and I cannot tell whether it got through. Say **proceed**, and I look; I send it again only if it is certainly not there. "
        + "Say **no** to leave it at that.";

    public const string LeftUnknown = "All right, I leave it at that. It may have got through all the same: please look before you ask for it again.";

    public const string NotByTools = "Only a person can agree to this, and nothing was done.";

    public const string LookAgain = "proceed";

    public const string InYourWords = "Please answer in your own words.";

    public const string WayOut = $"Or say *{Return}* to leave this.";

    public const string YesOrNo = "Please answer **yes** or **no**.";

    private const string Return = "return me to the router";

    private static readonly string[] _return =
    [
        "return to the router", "return to router", "back to the router", "back to router", "talk to the router", "router",
        "take me back", "start over", "leave this", "exit", "quit",
    ];

    /// <summary>Whether a message says that it leaves, and little else: who asks how to quit Vim stays.</summary>
    public static bool WantsOut(string content)
    {
        var words = Spoken.Words(content);
        return Spoken.Match(Return, words) > 0 || _return.Any(phrase => Spoken.Match(phrase, words, alone: true) > 0);
    }

    public static string Choose(IReadOnlyList<string> names) => $"Please choose by number, 1 to {names.Count}, or by name.";

    public static string Say(IReadOnlyList<string> options) => $"You can say {string.Join(" or ", options.Select(option => $"**{option}**"))}.";

    /// <param name="other">The agent that a message sounds like.</param>
    public static string Lead(string? other) => other is null
        ? "I did not understand that as an answer." : $"That sounds like something for **{other}**, and we are in the middle of something else.";
}
