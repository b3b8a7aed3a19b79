using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RequestManager.Callers;

/// <summary>Section <c>Authentication</c>: who may ask.</summary>
public sealed class AuthenticationOptions : IValidatableObject
{
    public const string Section = "Authentication";

    /// <summary>Keys that stand for one person each, sent as <c>Authorization: Bearer KEY</c>.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<ApiKey> ApiKeys { get; set; } = [];

    /// <summary>Keys that stand for one tool each, sent as <c>x-api-key: KEY</c>.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<ToolKey> ToolKeys { get; set; } = [];

    /// <summary>Whose JWTs are believed.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<TokenIssuer> Issuers { get; set; } = [];

    /// <summary>How long an issuer's keys are used before they are fetched again; a key it withdrew is refused after that.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan IssuerKeysLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often, at most, a token with an unknown key makes us ask its issuer for new ones.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IssuerKeysPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What a proxy that has signed people in itself shows as <c>x-proxy-secret</c>; only with it do its <c>x-user-id</c>,
    /// <c>x-user-email</c> and <c>x-user-groups</c> count. At least 32 characters; none: they never count.
    /// </summary>
    [MinLength(32)]
    public string? ProxySecret { get; set; }

    /// <summary>Lets anyone post to <c>/api/v1/requests/generic</c> without a credential, in any person's name. For development.</summary>
    public bool DangerousAllowAnonymousGeneric { get; set; }

    /// <summary>
    /// Lets anyone read and change everyone's integrations, and read everyone's deliveries and sessions with all their messages, without a
    /// credential. For development.
    /// </summary>
    public bool DangerousAllowAnonymousManagement { get; set; }

    /// <summary>One key cannot be two people's, and one issuer cannot be believed in two ways.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HasDuplicate(ApiKeys.Select(key => key.Sha256)) || HasDuplicate(ToolKeys.Select(key => key.Sha256)))
            yield return new($"{Section}:{nameof(ApiKeys)} or {Section}:{nameof(ToolKeys)} names one {nameof(ApiKey.Sha256)} twice.");
        if (HasDuplicate(Issuers.Select(issuer => issuer.Issuer)))
            yield return new($"{Section}:{nameof(Issuers)} names one {nameof(TokenIssuer.Issuer)} twice.");
    }

    private static bool HasDuplicate(IEnumerable<string> values) => values.CountBy(value => value, StringComparer.OrdinalIgnoreCase).Any(value => value.Value > 1);
}

/// <summary>An API key, known only by its hash.</summary>
public sealed class ApiKey
{
    /// <summary>The person the key stands for.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    public string UserId { get; set; } = "";

    /// <summary>SHA-256 of the key in UTF-8, as 64 hexadecimal digits.</summary>
    [Required, RegularExpression("^[0-9a-fA-F]{64}$")]
    public string Sha256 { get; set; } = "";

    /// <summary>The person may read and change what is everyone's.</summary>
    public bool Admin { get; set; }

    /// <summary>Requests sent with this key may be in another person's name.</summary>
    public bool ActForAnyUser { get; set; }
}

/// <summary>A tool's key, known only by its hash.</summary>
public sealed class ToolKey
{
    /// <summary>The one <c>tool_id</c> the key is good for.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    public string ToolId { get; set; } = "";

    /// <summary>SHA-256 of the key in UTF-8, as 64 hexadecimal digits.</summary>
    [Required, RegularExpression("^[0-9a-fA-F]{64}$")]
    public string Sha256 { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class AuthenticationOptionsValidator : IValidateOptions<AuthenticationOptions>;
