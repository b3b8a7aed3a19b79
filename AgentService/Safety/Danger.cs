namespace AgentService.Safety;

/// <summary>What a guard looks for.</summary>
public enum Danger
{
    /// <summary>A password, key or token.</summary>
    Secret,

    /// <summary>The number of a payment card.</summary>
    CardNumber,

    /// <summary>Words that would have a model forget what it was told.</summary>
    PromptInjection,

    /// <summary>What the moderation endpoint objects to.</summary>
    Flagged,
}

internal static class DangerNames
{
    /// <summary>As metadata, metrics and log lines have it.</summary>
    public static string Of(Danger danger) => danger switch
    {
        Danger.Secret => "secret",
        Danger.CardNumber => "card_number",
        Danger.PromptInjection => "prompt_injection",
        _ => "flagged",
    };
}
