namespace SelfServiceAgent.Contracts;

/// <summary>Members of <see cref="ResponseReady.IntegrationContext"/> that one service writes and another reads.</summary>
public static class ContextKeys
{
    /// <summary>The address the person's identity provider vouches for.</summary>
    public const string VerifiedEmail = "user_email";
}
