using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>What all schemes of ours have in common: a credential is missing, somebody's, or refused for a reason that is kept.</summary>
internal abstract class CredentialAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <returns>Null when no credential of this scheme was sent.</returns>
    protected abstract ValueTask<Verdict?> JudgeAsync();

    protected static Verdict Known(Caller caller) => new(caller, null);

    /// <param name="reason">One word for the log and the metrics; the caller never reads it.</param>
    protected static Verdict Refused(string reason) => new(null, reason);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() => await JudgeAsync() switch
    {
        null => AuthenticateResult.NoResult(),
        { Caller: { } caller } => AuthenticateResult.Success(new(caller.ToPrincipal(Scheme.Name), Scheme.Name)),
        { Reason: var reason } => AuthenticateResult.Fail(Context.Refuse(Scheme.Name, reason!)),
    };

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => RefusalExtensions.ChallengeAsync(Context);

    protected sealed record Verdict(Caller? Caller, string? Reason);
}
