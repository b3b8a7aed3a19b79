using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace RequestManager.Callers;

/// <summary>Met by every known caller, and by one without any credential where a <c>Dangerous…</c> switch allows it. A wrong credential is never met.</summary>
internal sealed class AnonymousRequirement(Func<AuthenticationOptions, bool> allows) : IAuthorizationRequirement
{
    public bool Allows(AuthenticationOptions options) => allows(options);
}

internal sealed class AnonymousRequirementHandler(IOptions<AuthenticationOptions> options) : AuthorizationHandler<AnonymousRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AnonymousRequirement requirement)
    {
        if (context.User.Identity is { IsAuthenticated: true } || (requirement.Allows(options.Value) && context.Resource is HttpContext http && !HasCredential(http.Request)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static bool HasCredential(HttpRequest request) => CallersExtensions.CredentialHeaders.Any(request.Headers.ContainsKey);
}
