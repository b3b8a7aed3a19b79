using System.Reflection;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// How images are called: our services' by <c>Images:Repository</c> and <c>Images:Tag</c>, the servers' as the app model has it.
/// </summary>
internal static class Images
{
    /// <summary>Who runs in our images, and whose group: see <c>eng/Image.props</c>.</summary>
    public const int User = 1654;

    private const string DockersOwn = "docker.io", DockersLibrary = "library/";

    /// <summary>A server's image as people write it, <c>rabbitmq:4.3</c>, and its tag.</summary>
    public static (string Name, string? Tag) Of(ContainerResource server)
    {
        var image = server.Annotations.OfType<ContainerImageAnnotation>().Last();
        var name = image.Registry is null or DockersOwn ? image.Image : $"{image.Registry}/{image.Image}";
        var known = name.StartsWith(DockersLibrary, StringComparison.Ordinal) ? name[DockersLibrary.Length..] : name;
        return ($"{known}:{image.Tag}", image.Tag);
    }

    /// <summary>What stands before a service's name: registry and path.</summary>
    public static string Repository(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Images:Repository"]?.TrimEnd('/') is { Length: > 0 } repository ? repository : "self-service-agent";

    /// <summary>The version of what is published, when not said otherwise.</summary>
    public static string Tag(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Images:Tag"] is { Length: > 0 } tag ? tag : Version;

    private static string Version =>
        typeof(Images).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
