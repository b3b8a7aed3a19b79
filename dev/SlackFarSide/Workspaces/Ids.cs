namespace SlackFarSide.Workspaces;

/// <summary>Who the workspace and the app in it are.</summary>
internal static class Ids
{
    public const string Team = "T0DEVELOP";
    public const string Domain = "development";
    public const string App = "A0AGENT";
    public const string Bot = "B0AGENT";
    public const string BotUser = "U0AGENT";
    public const string BotHandle = "agent";

    /// <summary>What Slack put into everything it sent before there were signatures, and still does.</summary>
    public const string VerificationToken = "development-verification-token";

    public static string New(string prefix) => prefix + Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();

    /// <summary>Letters and digits only, as in Slack's ids.</summary>
    public static string Named(char prefix, string name) =>
        $"{prefix}0{string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()}";
}
