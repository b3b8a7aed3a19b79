using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>
/// The scheme of a proxy that has signed the person in itself and says who it is by headers. They count only together with the shared
/// secret: without it anybody could write them.
/// </summary>
internal sealed class ProxyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, IOptions<AuthenticationOptions> options)
    : CredentialAuthentication(schemes, loggers, encoder)
{
    public const string SchemeName = "Proxy";
    public const string SecretHeader = "x-proxy-secret";

    private const string UserIdHeader = "x-user-id", EmailHeader = "x-user-email", GroupsHeader = "x-user-groups";

    protected override ValueTask<Verdict?> JudgeAsync() => ValueTask.FromResult(
        Sent(SecretHeader) is not { } secret ? null
        : options.Value.ProxySecret is not { } ours || !new SharedSecret(ours).Is(secret) ? Refused("wrong_proxy_secret")
        : Sent(UserIdHeader) is not { } userId || !UserId.Allows(userId) ? Refused("no_user_id")
        : Known(new(userId) { Email = Sent(EmailHeader), Groups = GroupsOf(Sent(GroupsHeader)) }));

    private string? Sent(string header) => Request.Headers[header].ToString() is { Length: > 0 } value ? value : null;

    private static string[] GroupsOf(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
