using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>The scheme of Slack's signature over the raw body. Whoever can make it speaks for everyone in that workspace.</summary>
internal sealed class SlackAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, SlackSignature signature)
    : CredentialAuthentication(schemes, loggers, encoder)
{
    public const string SchemeName = "Slack";

    /// <summary>The reason that is no caller's fault: there is no signing secret, so nothing can be verified.</summary>
    public const string NotConfigured = "not_configured";

    private static readonly Caller _slack = new("slack", CallerKind.Slack, MayActForAnyUser: true);

    protected override async ValueTask<Verdict?> JudgeAsync()
    {
        if (!signature.IsConfigured) return Refused(NotConfigured);
        Request.EnableBuffering(JsonBodies.MaxBytes, JsonBodies.MaxBytes);
        using var body = new MemoryStream();
        await Request.Body.CopyToAsync(body, Context.RequestAborted);
        Request.Body.Position = 0;
        return signature.Verify(Request.Headers, body.GetBuffer().AsSpan(0, (int)body.Length)) switch
        {
            SlackSignature.Verdict.Good => Known(_slack),
            SlackSignature.Verdict.Missing => null,
            SlackSignature.Verdict.Stale => Refused("stale"),
            _ => Refused("wrong_signature"),
        };
    }
}
