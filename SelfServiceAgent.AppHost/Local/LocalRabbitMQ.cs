using System.Runtime.Versioning;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>Adds a RabbitMQ broker that runs as a child process: see <c>rabbitmq.sh</c> beside this file.</summary>
internal static class LocalRabbitMQ
{
    public const string Endpoint = "tcp";

    /// <summary>
    /// Three ports, all on loopback: for clients, for the Erlang port mapper (its own, so that graphs and an installed broker do not meet
    /// in a shared one), and for the Erlang distribution.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static IResourceBuilder<LocalRabbitMQServerResource> AddLocalRabbitMQ(
        this IDistributedApplicationBuilder builder, string name, DataDirectory data)
    {
        var directory = data.For(name);
        var broker = new LocalRabbitMQServerResource(name, builder.AppHostDirectory, ServerPassword.In(directory, name));
        return builder.AddResource(broker)
            .WithArgs(Path.Combine("Local", "rabbitmq.sh"))
            .WithEndpoint(name: Endpoint, scheme: "tcp", env: "LOCAL_PORT", isProxied: false)
            .WithEndpoint(name: "epmd", scheme: "tcp", env: "LOCAL_EPMD_PORT", isProxied: false)
            .WithEndpoint(name: "dist", scheme: "tcp", env: "LOCAL_DIST_PORT", isProxied: false)
            .WithEnvironment("LOCAL_DIRECTORY", directory)
            .WithEnvironment("LOCAL_USER", LocalRabbitMQServerResource.UserName)
            .WithIconName("MailMultiple")
            .WithServerHealthCheck(new LocalRabbitMQHealthCheck(broker));
    }
}
