using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>The schemes of JWTs: one per issuer, so that no token is ever measured by another issuer's rules.</summary>
internal static class TokenAuthentication
{
    /// <summary>The HTTP client that fetches issuers' keys.</summary>
    private const string KeysClient = "issuer-keys";

    private const int MaxKeysBytes = 1024 * 1024;
    private static readonly TimeSpan _fetchTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(60);
    private static readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    public static string SchemeOf(string issuer) => $"Token {issuer}";

    public static void AddTokens(this AuthenticationBuilder authentication, AuthenticationOptions options)
    {
        authentication.Services.AddHttpClient(KeysClient, http =>
        {
            http.Timeout = _fetchTime;
            http.MaxResponseContentBufferSize = MaxKeysBytes;
        });
        foreach (var issuer in options.Issuers)
        {
            authentication.AddJwtBearer(SchemeOf(issuer.Issuer), _ => { });
            authentication.Services.AddOptions<JwtBearerOptions>(SchemeOf(issuer.Issuer))
                .Configure<IHttpClientFactory>((bearer, clients) => Configure(bearer, issuer, options, clients.CreateClient(KeysClient)));
        }
    }

    /// <summary>What a token says of itself, unproven: good for nothing but choosing by whose rules it is measured.</summary>
    /// <returns>Null when it is no JWT.</returns>
    public static string? ClaimedIssuer(string credential)
    {
        if (!_handler.CanReadToken(credential)) return null;
        try
        {
            return _handler.ReadJsonWebToken(credential).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void Configure(JwtBearerOptions bearer, TokenIssuer issuer, AuthenticationOptions options, HttpClient http)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(_handler);
        bearer.TokenValidationParameters = new()
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            ValidAlgorithms = issuer.AcceptedAlgorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
            ClockSkew = _clockSkew,
        };
        if (issuer.SymmetricKey is { } secret) bearer.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret));
        else bearer.ConfigurationManager = KeysOf(issuer, options, http);
        bearer.Events = new()
        {
            OnTokenValidated = context => Accept(context, issuer),
            OnAuthenticationFailed = RefuseAsync,
            OnChallenge = context =>
            {
                context.HandleResponse(); // what failed is ours to count, not the caller's to know
                return RefusalExtensions.ChallengeAsync(context.HttpContext);
            },
        };
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> KeysOf(TokenIssuer issuer, AuthenticationOptions options, HttpClient http) =>
        new(issuer.KeysAddress, new PatientRetriever(issuer.JwksUri is null ? new OpenIdConnectConfigurationRetriever() : new KeySetRetriever(), options.IssuerKeysPause),
            new HttpDocumentRetriever(http) { RequireHttps = !issuer.DangerousAllowHttp })
        {
            AutomaticRefreshInterval = options.IssuerKeysLifetime,
            RefreshInterval = options.IssuerKeysPause,
            UseLastKnownGoodConfiguration = false, // a withdrawn key is withdrawn
        };

    private static Task Accept(TokenValidatedContext context, TokenIssuer issuer)
    {
        if (CallerOf(context.Principal!, issuer) is { } caller) context.Principal = caller.ToPrincipal(context.Scheme.Name);
        else context.Fail(context.HttpContext.Refuse(context.Scheme.Name, "no_user_id"));
        return Task.CompletedTask;
    }

    internal static Caller? CallerOf(ClaimsPrincipal token, TokenIssuer issuer)
    {
        if (issuer.NamingClaims.Select(token.FindFirstValue).FirstOrDefault(id => id is { Length: > 0 and <= UserId.MaxLength }) is not { } userId) return null;
        if (!UserId.Allows(userId)) return null;
        string[] groups = [.. token.FindAll("groups").Select(group => group.Value)];
        return new(userId, IsAdmin: token.FindAll("roles").Select(role => role.Value).Concat(groups).Contains(issuer.AdminRole, StringComparer.Ordinal))
        {
            Email = token.HasClaim("email_verified", "false") ? null : token.FindFirstValue("email"),
            Groups = groups,
        };
    }

    private static async Task RefuseAsync(AuthenticationFailedContext context)
    {
        var reason = context.Exception switch
        {
            SecurityTokenExpiredException or SecurityTokenNoExpirationException => "expired",
            SecurityTokenNotYetValidException => "not_yet_valid",
            SecurityTokenInvalidAudienceException => "wrong_audience",
            SecurityTokenInvalidIssuerException => "wrong_issuer",
            SecurityTokenInvalidAlgorithmException => "wrong_algorithm",
            SecurityTokenSignatureKeyNotFoundException => "unknown_key",
            SecurityTokenInvalidSignatureException => "wrong_signature",
            _ => "malformed",
        };
        if (reason == "unknown_key") await EnsureKeysAsync(context);
        context.Fail(context.HttpContext.Refuse(context.Scheme.Name, reason));
    }

    // As long as an issuer's keys cannot be had, nobody knows whether its token is good: that is a 503, not a 401.
    private static async Task EnsureKeysAsync(AuthenticationFailedContext context)
    {
        if (context.Options.ConfigurationManager is not { } keys) return;
        try
        {
            await keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException e)
        {
            throw new HttpRequestException("the keys of an issuer cannot be fetched", e);
        }
    }

    /// <summary>
    /// Does not ask an issuer again right after it failed: calls fetch one after another, and each would wait for all before it to time out.
    /// </summary>
    private sealed class PatientRetriever(IConfigurationRetriever<OpenIdConnectConfiguration> inner, TimeSpan pause)
        : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        private long _failedAt;

        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var failedAt = Interlocked.Read(ref _failedAt);
            if (failedAt != 0 && Stopwatch.GetElapsedTime(failedAt) < pause) throw new InvalidOperationException("the issuer did not answer a moment ago");
            try
            {
                return await inner.GetConfigurationAsync(address, retriever, cancel);
            }
            catch
            {
                Interlocked.Exchange(ref _failedAt, Stopwatch.GetTimestamp());
                throw;
            }
        }
    }

    /// <summary>Reads a bare key set (RFC 7517), of an issuer that has no discovery document.</summary>
    private sealed class KeySetRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var keys = new OpenIdConnectConfiguration { JsonWebKeySet = new(await retriever.GetDocumentAsync(address, cancel)) };
            foreach (var key in keys.JsonWebKeySet.GetSigningKeys()) keys.SigningKeys.Add(key);
            return keys;
        }
    }
}
