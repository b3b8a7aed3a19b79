namespace AgentService.Safety;

/// <summary>How much an agent's guard lets pass: <c>guard</c> in its definition.</summary>
public enum GuardLevel
{
    /// <summary>Secrets and card numbers are taken out of a message, and the rest is answered.</summary>
    Standard,

    /// <summary>A message with one in it is not answered at all, and nothing passes unchecked while the moderation endpoint is away.</summary>
    Strict,
}
