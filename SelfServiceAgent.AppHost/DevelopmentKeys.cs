using System.Security.Cryptography;
using System.Text;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>The keys of the integration guide's examples. The service is given hashes only, as it would be of real keys.</summary>
internal static class DevelopmentKeys
{
    public const string WebTestUser = "web-test-user";

    private static readonly (string UserId, string Key, bool Admin)[] _people =
    [
        (WebTestUser, WebTestUser, false),
        ("john.doe", "john-doe-key", false),
        ("admin-test-user", "admin-test-user", true),
    ];

    private static readonly (string ToolId, string Key)[] _tools =
    [
        ("snow-integration", "your-tool-api-key"),
    ];

    public static Service WithDevelopmentKeys(this Service service)
    {
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
