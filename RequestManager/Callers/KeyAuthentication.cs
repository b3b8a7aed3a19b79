using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace RequestManager.Callers;

/// <summary>The scheme of API keys: <c>Authorization: Bearer KEY</c> (RFC 6750).</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : CredentialAuthentication(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    /// <returns>Null when there is none.</returns>
    public static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var sent && sent.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && sent[Prefix.Length..].Trim() is { Length: > 0 } credential ? credential : null;

    protected override async ValueTask<Verdict?> JudgeAsync() =>
        BearerOf(Request) is not { } key ? null
        : await keys.PersonOfAsync(key, Context.RequestAborted) is { } person ? Known(person)
        : Refused(TokenAuthentication.ClaimedIssuer(key) is null ? "unknown_key" : "unknown_issuer");
}

/// <summary>The scheme of tool keys: <c>x-api-key: KEY</c>.</summary>
internal sealed class ToolKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : CredentialAuthentication(options, loggers, encoder)
{
    public const string SchemeName = "ToolKey";
    public const string Header = "x-api-key";

    protected override async ValueTask<Verdict?> JudgeAsync() =>
        Request.Headers[Header].ToString() is not { Length: > 0 } key ? null
        : await keys.ToolOfAsync(key, Context.RequestAborted) is { } tool ? Known(tool)
        : Refused("unknown_key");
}
