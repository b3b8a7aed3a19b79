using System.ComponentModel.DataAnnotations;
using System.Text;

namespace RequestManager.Callers;

/// <summary>An identity provider whose JWTs (RFC 7519) are believed, and what they must be like.</summary>
public sealed class TokenIssuer : IValidatableObject
{
    private const int MinKeyBytes = 32; // what HS256 asks for (RFC 7518 §3.2)

    private static readonly string[] _asymmetric = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] _symmetric = ["HS256", "HS384", "HS512"];

    /// <summary>The tokens' <c>iss</c>, character for character.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that says a token is meant for us.</summary>
    [Required]
    public string Audience { get; set; } = "";

    /// <summary>Where the issuer's keys are (RFC 7517); when not given, its <c>/.well-known/openid-configuration</c> tells.</summary>
    public string? JwksUri { get; set; }

    /// <summary>The secret shared with an issuer that signs with HMAC instead of a key pair; at least 32 bytes in UTF-8.</summary>
    public string? SymmetricKey { get; set; }

    /// <summary>The signature algorithms accepted, as in RFC 7518; when none is given, all that fit the kind of key.</summary>
    public IReadOnlyList<string> Algorithms { get; set; } = [];

    /// <summary>The claims that may hold the user id, the first one present wins; <c>sub</c>, <c>user_id</c>, <c>preferred_username</c> when none is given.</summary>
    public IReadOnlyList<string> UserIdClaims { get; set; } = [];

    /// <summary>Who has this among their <c>roles</c> or <c>groups</c> may read and change what is everyone's.</summary>
    [Required]
    public string AdminRole { get; set; } = "admin";

    /// <summary>Lets the keys be fetched without TLS: whoever sits in between decides who everybody is.</summary>
    public bool DangerousAllowHttp { get; set; }

    internal IReadOnlyList<string> AcceptedAlgorithms => Algorithms is [] ? Possible : Algorithms;

    internal IReadOnlyList<string> NamingClaims => UserIdClaims is [] ? ["sub", "user_id", "preferred_username"] : UserIdClaims;

    internal string KeysAddress => JwksUri ?? $"{Issuer.TrimEnd('/')}/.well-known/openid-configuration";

    private string[] Possible => SymmetricKey is null ? _asymmetric : _symmetric;

    /// <summary>An issuer signs with one kind of key; letting a token choose would let a public key be taken for a secret.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Algorithms.Except(Possible, StringComparer.Ordinal).Any())
            yield return new($"{nameof(Algorithms)} may be {string.Join(", ", Possible)} where {nameof(SymmetricKey)} is {(SymmetricKey is null ? "not " : "")}given.", [nameof(Algorithms)]);
        if (SymmetricKey is not null && Encoding.UTF8.GetByteCount(SymmetricKey) < MinKeyBytes)
            yield return new($"{nameof(SymmetricKey)} must have at least {MinKeyBytes} bytes.", [nameof(SymmetricKey)]);
        if (SymmetricKey is not null && JwksUri is not null)
            yield return new($"{nameof(SymmetricKey)} and {nameof(JwksUri)} exclude each other.", [nameof(JwksUri)]);
        if (SymmetricKey is null && !IsFetchable(KeysAddress))
            yield return new($"{nameof(JwksUri)} or {nameof(Issuer)} must be an https address.", [nameof(JwksUri)]);
    }

    private bool IsFetchable(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (DangerousAllowHttp && uri.Scheme == Uri.UriSchemeHttp));
}
