using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>The scheme of our own services and of operators who hold the service key: <c>x-service-key</c>.</summary>
internal sealed class ServiceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, ServiceKey serviceKey)
    : CredentialAuthentication(schemes, loggers, encoder)
{
    public const string SchemeName = "Service";
    public const string Header = HeaderNames.ServiceKey;

    private static readonly Caller _service = new("service", CallerKind.Service, IsAdmin: true, MayActForAnyUser: true);

    protected override ValueTask<Verdict?> JudgeAsync() => ValueTask.FromResult(
        !Request.Headers.ContainsKey(Header) ? null : serviceKey.IsOn(Request) ? Known(_service) : Refused("wrong_service_key"));
}
