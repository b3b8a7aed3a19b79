using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EndToEnd.Tests.Support;

/// <summary>
/// Signs as Slack does (<see href="https://docs.slack.dev/authentication/verifying-requests-from-slack"/>), with the AppHost's secret of
/// run mode.
/// </summary>
internal static class SlackSignature
{
    private static readonly byte[] _secret = "development-slack-signing-secret"u8.ToArray();

    /// <param name="offset">Seconds by which the sender's clock is wrong.</param>
    public static string Now(int offset = 0) =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + offset).ToString(CultureInfo.InvariantCulture);

    public static string Of(string timestamp, string body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));
}
