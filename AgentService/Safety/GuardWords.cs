namespace AgentService.Safety;

/// <summary>What people are told when a guard stops something, in Markdown.</summary>
internal static class GuardWords
{
    public const string Injection =
        "I cannot work with that message: it reads like an attempt to change the rules I work by. Please tell me in your own words what you need.";

    public const string FlaggedMessage = "I cannot help with that message. If it is about IT at work, please put it in other words.";

    public const string FlaggedAnswer = "I have an answer, but it does not meet the rules I work by, so I cannot give it. Please put your question in other words.";

    public const string Unchecked = "Sorry, your message cannot be checked at the moment, so it was not answered. Please try again in a few minutes.";

    public static string SentAgainWithout(Danger danger) => danger == Danger.CardNumber
        ? "There seems to be a card number in your message, so I have not read it. Please send it again without. I never need one."
        : "There seems to be a password or a key in your message, so I have not read it. Please send it again without, and change what you typed if it is still in use. "
            + "I never need one.";
}
