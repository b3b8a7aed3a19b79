namespace SelfServiceAgent.Contracts;

/// <summary>Members of <see cref="ResponseReady.IntegrationContext"/> that one service writes and another reads.</summary>
public static class ContextKeys
{
    /// <summary>What a caller, or the way in, has sent along.</summary>
    public const string Metadata = "metadata";

    /// <summary>In the metadata of what came in over Slack: Slack's number of the message.</summary>
    public const string SlackMessage = "slack_ts";

    /// <summary>The address the person's identity provider vouches for.</summary>
    public const string VerifiedEmail = "user_email";
}
