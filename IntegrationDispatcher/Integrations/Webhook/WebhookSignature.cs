using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>Signs as <see href="https://www.standardwebhooks.com">Standard Webhooks 1.0</see> says: HMAC-SHA256 over id, time and body. Pure.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";

    public static bool IsSecret(string text)
    {
        if (!text.StartsWith(SecretPrefix, StringComparison.Ordinal)) return false;
        var key = new byte[128];
        return Convert.TryFromBase64String(text[SecretPrefix.Length..], key, out var length) && length is >= 24 and <= 64;
    }

    /// <returns>One <c>v1,</c> signature per secret, separated by spaces, so that a far side can change its secret without a gap.</returns>
    public static string Of(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed))}"));
    }
}
