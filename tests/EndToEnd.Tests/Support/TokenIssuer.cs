using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EndToEnd.Tests.Support;

/// <summary>Somebody else's identity provider, on this machine: publishes its keys as OpenID Connect Discovery 1.0 says, and signs with them.</summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "self-service-agent";

    private static readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly WebApplication _app;
    private volatile RsaSecurityKey _key = NewKey();

    private TokenIssuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The key it signs with now; the public half is what it publishes.</summary>
    public RsaSecurityKey Key => _key;

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TokenIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Text(issuer.Discovery(), "application/json"));
        issuer._app.MapGet("/keys", () => Results.Text(issuer.KeySet(), "application/json"));
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>What RequestManager must be told of it.</summary>
    public string[] SettingsAs(int index, bool isDiscovered)
    {
        var key = $"Services:RequestManager:Authentication:Issuers:{index}";
        string[] settings = [$"{key}:Issuer={Url}", $"{key}:Audience={Audience}", $"{key}:DangerousAllowHttp=true"];
        return isDiscovered ? settings : [.. settings, $"{key}:JwksUri={Url}/keys"];
    }

    public void Rotate() => _key = NewKey();

    /// <summary>A token that is good, but for what is changed about it.</summary>
    public string Token(string userId, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            IssuedAt = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddMinutes(10),
            Subject = new ClaimsIdentity([new("sub", userId), new("email", $"{userId}@example.com"), new("groups", "staff")]),
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return _handler.CreateToken(descriptor);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private string Discovery() => JsonSerializer.Serialize(new { issuer = Url, jwks_uri = $"{Url}/keys" });

    private string KeySet()
    {
        var published = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(_key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = _key.KeyId });
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = published.Kid, n = published.N, e = published.E } } });
    }
}
