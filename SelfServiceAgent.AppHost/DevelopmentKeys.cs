using System.Security.Cryptography;
using System.Text;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>
/// The keys of the integration guide's examples. Of keys that are sent as such the service is given hashes only, as it would be of real ones.
/// </summary>
internal static class DevelopmentKeys
{
    public const string WebTestUser = "web-test-user";
    public const string AdminTestUser = "admin-test-user";

    /// <summary>What the integration guide's example of a Slack request is signed with, and all that the played Slack sends.</summary>
    public const string SlackSigningSecret = "development-slack-signing-secret";

    private static readonly (string UserId, string Key, bool Admin)[] _people =
    [
        (WebTestUser, WebTestUser, false),
        ("john.doe", "john-doe-key", false),
        (AdminTestUser, AdminTestUser, true),
    ];

    private static readonly (string ToolId, string Key)[] _tools =
    [
        ("snow-integration", "your-tool-api-key"),
    ];

    // Of tokens that eng/token.sh makes.
    private const string Issuer = "https://development.self-service-agent.example", Audience = "self-service-agent";
    private const string SigningKey = "development-only-signing-key-0123456789abcdef";

    public static Service WithDevelopmentKeys(this Service service)
    {
        service
            .WithEnvironment("Authentication__Issuers__0__Issuer", Issuer)
            .WithEnvironment("Authentication__Issuers__0__Audience", Audience)
            .WithEnvironment("Authentication__Issuers__0__SymmetricKey", SigningKey)
            .WithEnvironment("Slack__SigningSecret", SlackSigningSecret);
        foreach (var (index, (userId, key, admin)) in _people.Index())
        {
            service.WithEnvironment($"Authentication__ApiKeys__{index}__UserId", userId);
            service.WithEnvironment($"Authentication__ApiKeys__{index}__Sha256", Sha256(key));
            if (admin)
                service.WithEnvironment($"Authentication__ApiKeys__{index}__Admin", "true");
        }

        foreach (var (index, (toolId, key)) in _tools.Index())
        {
            service.WithEnvironment($"Authentication__ToolKeys__{index}__ToolId", toolId);
            service.WithEnvironment($"Authentication__ToolKeys__{index}__Sha256", Sha256(key));
        }

        return service;
    }

    private static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
