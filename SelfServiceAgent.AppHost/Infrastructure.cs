using SelfServiceAgent.AppHost.Local;
using Servers = (
    Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.IResourceWithConnectionString> Postgres,
    Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.IResourceWithConnectionString>? RabbitMQ);

namespace SelfServiceAgent.AppHost;

/// <summary>The two servers everything stands on, under the same names in each mode; without a broker in direct mode.</summary>
internal static class Infrastructure
{
    // The database's own name has an underscore, which the name of a resource may not have.
    private const string Server = "postgres", Database = "llama-agents", DatabaseName = "llama_agents", Broker = "messaging";

    public static Servers AddPostgresAndRabbitMQ(this IDistributedApplicationBuilder builder)
    {
        var withBroker = builder.CommunicationMode() == AppHost.CommunicationMode.Eventing;
        return builder.InfrastructureMode() switch
        {
            AppHost.InfrastructureMode.External => builder.UseExternalServers(withBroker),
            AppHost.InfrastructureMode.Local => builder.AddLocalServers(withBroker),
            _ => builder.AddContainers(withBroker),
        };
    }

    public static CommunicationMode CommunicationMode(this IDistributedApplicationBuilder builder) =>
        builder.OneOf("Communication:Mode", AppHost.CommunicationMode.Eventing);

    private static InfrastructureMode InfrastructureMode(this IDistributedApplicationBuilder builder)
    {
        var mode = builder.OneOf("Infrastructure:Mode", AppHost.InfrastructureMode.Auto);
        if (builder.ExecutionContext.IsPublishMode)
            return AppHost.InfrastructureMode.Containers;

        if (mode != AppHost.InfrastructureMode.Auto)
            return mode;

        return ContainerRuntime.Runs(builder) ? AppHost.InfrastructureMode.Containers : AppHost.InfrastructureMode.Local;
    }

    private static Servers UseExternalServers(this IDistributedApplicationBuilder builder, bool withBroker) =>
        (builder.AddConnectionString(Database), withBroker ? builder.AddConnectionString(Broker) : null);

    private static Servers AddLocalServers(this IDistributedApplicationBuilder builder, bool withBroker)
    {
        if (OperatingSystem.IsWindows())
            throw new DistributedApplicationException("Infrastructure:Mode 'local' needs Linux or macOS. On Windows: containers | external.");

        var data = builder.OpenLocalData();
        return (builder.AddLocalPostgres(Server, data, builder.MaxConnections()).AddDatabase(Database, DatabaseName),
            withBroker ? builder.AddLocalRabbitMQ(Broker, data) : null);
    }

    private static Servers AddContainers(this IDistributedApplicationBuilder builder, bool withBroker)
    {
        var postgres = builder.AddPostgres(Server).WithArgs("-c", $"max_connections={builder.MaxConnections()}");
        var rabbitMQ = withBroker ? builder.AddRabbitMQ(Broker) : null;
        if (builder.ExecutionContext.IsRunMode && !builder.Flag(LocalData.FreshKey))
        {
            postgres.WithDataVolume();
            rabbitMQ?.WithDataVolume();
        }

        return (postgres.AddDatabase(Database, DatabaseName), rabbitMQ);
    }

    private static int MaxConnections(this IDistributedApplicationBuilder builder) =>
        builder.Number("Infrastructure:MaxConnections", whenAbsent: 200, least: 20, most: 5000);
}
