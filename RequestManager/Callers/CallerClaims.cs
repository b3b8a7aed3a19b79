using System.Security.Claims;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>Between the principal that ASP.NET Core carries and the <see cref="Caller"/> that the doors ask for.</summary>
internal static class CallerClaims
{
    private const string UserId = "sub";
    private const string Admin = "admin";
    private const string ActForAnyUser = "act_for_any_user";
    private const string ToolId = "tool_id";

    public static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme)
    {
        List<Claim> claims = [new(UserId, caller.UserId)];
        if (caller.IsAdmin) claims.Add(new(Admin, bool.TrueString));
        if (caller.MayActForAnyUser) claims.Add(new(ActForAnyUser, bool.TrueString));
        if (caller.ToolId is not null) claims.Add(new(ToolId, caller.ToolId));
        return new(new ClaimsIdentity(claims, scheme, UserId, roleType: null));
    }

    /// <returns>Null for someone without a credential.</returns>
    public static Caller? ToCaller(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(UserId) is { } userId
            ? new(userId, principal.HasClaim(claim => claim.Type == Admin), principal.HasClaim(claim => claim.Type == ActForAnyUser), principal.FindFirstValue(ToolId))
            : null;
}
