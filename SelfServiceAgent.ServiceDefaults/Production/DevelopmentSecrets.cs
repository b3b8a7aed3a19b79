using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>The keys of run mode and of the integration guide's examples. They are public, so outside development they open nothing.</summary>
internal static class DevelopmentSecrets
{
    private static readonly string[] _all =
    [
        "web-test-user",
        "john-doe-key",
        "admin-test-user",
        "your-tool-api-key",
        "development-only-signing-key-0123456789abcdef",
        "development-slack-signing-secret",
        "xoxb-development",
    ];

    private static readonly FrozenSet<string> _hashes = _all.Select(HashOf).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Have(string secret) => HaveHash(HashOf(secret));

    /// <param name="sha256">As it is configured, 64 hexadecimal digits.</param>
    public static bool HaveHash(string sha256) => _hashes.Contains(sha256);

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
