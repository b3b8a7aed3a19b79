using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>The scheme of API keys: <c>Authorization: Bearer KEY</c> (RFC 6750).</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : KeyAuthentication(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    protected override string? KeyOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var sent && sent.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? sent[Prefix.Length..].Trim() : null;

    protected override Caller? Find(string key) => keys.PersonOf(key);
}

/// <summary>The scheme of tool keys: <c>x-api-key: KEY</c>.</summary>
internal sealed class ToolKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyRing keys)
    : KeyAuthentication(options, loggers, encoder)
{
    public const string SchemeName = "ToolKey";
    public const string Header = "x-api-key";

    protected override string? KeyOf(HttpRequest request) => request.Headers.TryGetValue(Header, out var sent) ? sent.ToString() : null;

    protected override Caller? Find(string key) => keys.ToolOf(key);
}

/// <summary>What the two have in common: a key is missing, unknown, or somebody's.</summary>
internal abstract class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected abstract string? KeyOf(HttpRequest request);

    protected abstract Caller? Find(string key);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        KeyOf(Request) is not { Length: > 0 } key ? AuthenticateResult.NoResult()
        : Find(key) is not { } caller ? AuthenticateResult.Fail("unknown key")
        : AuthenticateResult.Success(new(caller.ToPrincipal(Scheme.Name), Scheme.Name)));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
