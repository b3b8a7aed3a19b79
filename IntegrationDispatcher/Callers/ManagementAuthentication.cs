using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

/// <summary>
/// Knows a caller by the service key (it comes from the front door) together with the caller token (for whom). The key alone is the front
/// door's anonymous caller. A token that is present but not good is refused even where anonymous management is on: an expired identity
/// must not turn into the mightier anonymous one.
/// </summary>
internal sealed class ManagementAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logging, UrlEncoder encoder,
    ServiceKey serviceKey, CallerToken callerToken, IOptions<ManagementOptions> management)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logging, encoder)
{
    public const string SchemeName = "front-door";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Headers[HeaderNames.Caller].ToString();
        if (token.Length > 0)
        {
            return serviceKey.IsOn(Request) && await callerToken.ReadAsync(token) is { } caller
                ? Known(new Manager(caller)) : AuthenticateResult.Fail("not vouched for");
        }

        return management.Value.DangerousAllowAnonymousManagement ? Known(new Manager(null)) : AuthenticateResult.NoResult();
    }

    private AuthenticateResult Known(Manager manager)
    {
        Context.Features.Set(manager);
        var identity = new ClaimsIdentity(SchemeName);
        if (manager.Caller is { } caller) identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.UserId));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
