using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Section <c>Slack</c>: what Slack and we both know.</summary>
public sealed class SlackOptions
{
    public const string Section = "Slack";

    /// <summary>The signing secret of the Slack app. None: what claims to come from Slack is answered with 503, never believed.</summary>
    [MinLength(16)]
    public string? SigningSecret { get; set; }
}

[OptionsValidator]
public sealed partial class SlackOptionsValidator : IValidateOptions<SlackOptions>;

/// <summary>
/// Slack's request signature, version 0: HMAC-SHA256 over <c>v0:TIMESTAMP:BODY</c>.
/// See https://docs.slack.dev/authentication/verifying-requests-from-slack.
/// </summary>
public sealed class SlackSignature(IOptions<SlackOptions> options, TimeProvider clock)
{
    public const string Header = "x-slack-signature";
    public const string TimestampHeader = "x-slack-request-timestamp";

    private const string Version = "v0";
    private static readonly TimeSpan _maxAge = TimeSpan.FromSeconds(300);

    /// <summary>What looking at a signature shows.</summary>
    public enum Verdict
    {
        Good,
        Missing,

        /// <summary>Made more than five minutes ago, or as far ahead: perhaps recorded and sent again.</summary>
        Stale,
        Wrong,
    }

    /// <summary>Without a secret nothing can be verified.</summary>
    public bool IsConfigured => options.Value.SigningSecret is not null;

    /// <summary>Compares in constant time.</summary>
    /// <param name="body">The raw bytes, exactly as they came.</param>
    public Verdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var (signature, timestamp) = (headers[Header].ToString(), headers[TimestampHeader].ToString());
        if (signature.Length == 0 || timestamp.Length == 0) return Verdict.Missing;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return Verdict.Wrong;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(timestamp, body)), Encoding.ASCII.GetBytes(signature))) return Verdict.Wrong;
        return Math.Abs((double)clock.GetUtcNow().ToUnixTimeSeconds() - seconds) <= _maxAge.TotalSeconds ? Verdict.Good : Verdict.Stale;
    }

    /// <summary>Signs a body of our own, for the door that verifies it.</summary>
    /// <param name="timestamp">Seconds since 1970, as they are sent in <see cref="TimestampHeader"/>.</param>
    public string Sign(string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.SigningSecret!));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{Version}:{timestamp}:"));
        hmac.AppendData(body);
        return $"{Version}={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
