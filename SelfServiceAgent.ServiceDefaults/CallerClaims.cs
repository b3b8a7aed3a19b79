using System.Security.Claims;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Between the principal that ASP.NET Core and tokens carry and the <see cref="Caller"/> that the doors ask for.</summary>
public static class CallerClaims
{
    private const string UserId = "sub";
    private const string Kind = "kind";
    private const string Admin = "admin";
    private const string ActForAnyUser = "act_for_any_user";
    private const string Email = "email";
    private const string Group = "groups";

    /// <param name="scheme">The authentication scheme that proved who it is.</param>
    public static ClaimsIdentity ToIdentity(this Caller caller, string scheme)
    {
        ArgumentNullException.ThrowIfNull(caller);
        List<Claim> claims = [new(UserId, caller.UserId), new(Kind, EnumText.Of(caller.Kind))];
        if (caller.IsAdmin) claims.Add(new(Admin, bool.TrueString));
        if (caller.MayActForAnyUser) claims.Add(new(ActForAnyUser, bool.TrueString));
        if (caller.Email is not null) claims.Add(new(Email, caller.Email));
        claims.AddRange(caller.Groups.Select(group => new Claim(Group, group)));
        return new(claims, scheme, UserId, roleType: null);
    }

    public static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme) => new(caller.ToIdentity(scheme));

    /// <returns>Null for someone without a credential.</returns>
    public static Caller? ToCaller(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirst(UserId)?.Value is { Length: > 0 } userId && EnumText.TryParse<CallerKind>(principal.FindFirst(Kind)?.Value, out var kind)
            ? new(userId, kind, Has(principal, Admin), Has(principal, ActForAnyUser))
            {
                Email = principal.FindFirst(Email)?.Value,
                Groups = principal.FindAll(Group).Select(group => group.Value).ToArray(),
            }
            : null;
    }

    private static bool Has(ClaimsPrincipal principal, string claim) => principal.HasClaim(claim, bool.TrueString);
}
