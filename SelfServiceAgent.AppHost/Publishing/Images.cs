using System.Reflection;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>How the images of our services are called: <c>Images:Repository</c>, <c>Images:Tag</c>.</summary>
internal static class Images
{
    /// <summary>What stands before a service's name: registry and path.</summary>
    public static string Repository(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Images:Repository"]?.TrimEnd('/') is { Length: > 0 } repository ? repository : "self-service-agent";

    /// <summary>The version of what is published, when not said otherwise.</summary>
    public static string Tag(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Images:Tag"] is { Length: > 0 } tag ? tag : Version;

    private static string Version =>
        typeof(Images).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
