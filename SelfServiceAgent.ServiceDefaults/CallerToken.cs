using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Carries a <see cref="Caller"/> from the front door to the dispatcher in <see cref="HeaderNames.Caller"/>: a JWT (RFC 7519, HS256) that
/// lives 60 seconds. The service key alone says which service asks; only this says for whom.
/// </summary>
public sealed class CallerToken(ServiceKey serviceKey, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // Both ends are ours and near each other; more would stretch a lifetime this short.
    private static readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(5);

    private static readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    private readonly SymmetricSecurityKey _key = new(serviceKey.DeriveKey("ssa-caller"));

    public string Sign(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = ServiceNames.RequestManager,
            Audience = ServiceNames.IntegrationDispatcher,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Subject = caller.ToIdentity(HeaderNames.Caller),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <returns>Null for anything but a token of ours that is still good; never why, so that nobody learns by trying.</returns>
    public async ValueTask<Caller?> ReadAsync(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = _key,
            ValidIssuer = ServiceNames.RequestManager,
            ValidAudience = ServiceNames.IntegrationDispatcher,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsAlive,
        });
        return result.IsValid ? new ClaimsPrincipal(result.ClaimsIdentity).ToCaller() : null;
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + _clockSkew && (notBefore is null || now > notBefore.Value - _clockSkew);
    }
}
