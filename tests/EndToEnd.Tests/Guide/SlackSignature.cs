using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EndToEnd.Tests.Guide;

/// <summary>
/// Signs a body as Slack does (<see href="https://docs.slack.dev/authentication/verifying-requests-from-slack"/>), with run mode's secret.
/// </summary>
internal static class SlackSignature
{
    private const string Secret = "development-slack-signing-secret";

    public static (string Timestamp, string Signature) Of(string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}"));
        return (timestamp, $"v0={Convert.ToHexStringLower(hash)}");
    }
}
