using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;
using RequestManager.Limits;

namespace RequestManager.Callers;

/// <summary>Why a credential was not accepted: for the log and the metrics, never for the caller, who could learn from it.</summary>
/// <param name="Scheme">The authentication scheme that refused it.</param>
/// <param name="Reason">One word of ours, never a part of what was sent.</param>
internal sealed record Refusal(string Scheme, string Reason);

internal static class RefusalExtensions
{
    /// <summary>Remembers why, until the answer is written.</summary>
    /// <returns>The reason, for <c>AuthenticateResult.Fail</c>.</returns>
    public static string Refuse(this HttpContext context, string scheme, string reason)
    {
        context.Features.Set(new Refusal(scheme, reason));
        return reason;
    }

    /// <summary>Asks for a credential (RFC 6750 §3); the body is written by whoever turns a bare status into a problem.</summary>
    public static Task ChallengeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers[HeaderNames.WWWAuthenticate] = context.Features.Get<Refusal>() is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }
}

/// <summary>Where every refusal passes: it is logged and counted with its reason, and a wrong credential is charged to its address.</summary>
internal sealed partial class RefusalReporter(AddressLimiter addresses, ILogger<RefusalReporter> logger) : IAuthorizationMiddlewareResultHandler
{
    private static readonly Counter<long> _refused =
        Telemetry.Meter.CreateCounter<long>("ssa.callers.refused", "{call}", "Calls refused for who sent them, by why.");

    private readonly AuthorizationMiddlewareResultHandler _inner = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return next(context);
        var refusal = context.Features.Get<Refusal>();
        var (scheme, reason) = authorizeResult.Forbidden ? ("", "not_allowed") : (refusal?.Scheme ?? "", refusal?.Reason ?? "missing");
        _refused.Add(1, new("scheme", scheme), new("reason", reason));
        LogRefused(logger, scheme, reason, context.Request.Method, context.GetEndpoint()?.DisplayName);
        if (reason == SlackAuthentication.NotConfigured) return Problems.SlackNotConfigured.Result().ExecuteAsync(context);
        if (authorizeResult.Challenged && refusal is not null) addresses.Charge(context);
        return _inner.HandleAsync(next, context, policy, authorizeResult);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "caller.refused {Scheme} {Reason} {Method} {Endpoint}")]
    private static partial void LogRefused(ILogger logger, string scheme, string reason, string method, string? endpoint);
}
