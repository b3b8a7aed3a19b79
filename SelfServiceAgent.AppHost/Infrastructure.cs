using Microsoft.Extensions.Configuration;
using SelfServiceAgent.AppHost.Local;
using SelfServiceAgent.AppHost.Publishing;

namespace SelfServiceAgent.AppHost;

/// <summary>The two servers everything stands on, under the same names in each mode; without a broker in direct mode.</summary>
internal static class Infrastructure
{
    // The database's own name has an underscore, which the name of a resource may not have.
    private const string Server = "postgres", Database = "llama-agents", DatabaseName = "llama_agents", Broker = "messaging";

    public static Servers AddPostgresAndRabbitMQ(this IDistributedApplicationBuilder builder)
    {
        var withBroker = builder.ChosenCommunication() == CommunicationMode.Eventing;
        return builder.ChosenInfrastructure() switch
        {
            InfrastructureMode.External => builder.UseExternalServers(withBroker),
            InfrastructureMode.Local => builder.AddLocalServers(withBroker),
            _ when builder.ExecutionContext.IsPublishMode => builder.PublishContainers(),
            _ => builder.AddContainers(withBroker),
        };
    }

    public static CommunicationMode ChosenCommunication(this IDistributedApplicationBuilder builder)
    {
        var mode = builder.OneOf("Communication:Mode", CommunicationMode.Eventing);
        return builder.ExecutionContext.IsPublishMode && mode == CommunicationMode.Direct
            ? throw new DistributedApplicationException("Communication:Mode 'direct' is for development. What is published has a broker.")
            : mode;
    }

    private static InfrastructureMode ChosenInfrastructure(this IDistributedApplicationBuilder builder)
    {
        var mode = builder.OneOf("Infrastructure:Mode", InfrastructureMode.Auto);
        if (builder.ExecutionContext.IsPublishMode)
            return mode == InfrastructureMode.External ? mode : InfrastructureMode.Containers;

        if (mode != InfrastructureMode.Auto)
            return mode;

        return ContainerRuntime.Runs(builder) ? InfrastructureMode.Containers : InfrastructureMode.Local;
    }

    private static Servers UseExternalServers(this IDistributedApplicationBuilder builder, bool withBroker) =>
        new(builder.UseExternal(Database), withBroker ? builder.UseExternal(Broker) : null);

    private static IResourceBuilder<IResourceWithConnectionString> UseExternal(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsRunMode && string.IsNullOrEmpty(builder.Configuration.GetConnectionString(name))
            ? throw new DistributedApplicationException($"Infrastructure:Mode 'external' needs ConnectionStrings:{name}.")
            : builder.AddConnectionString(name);

    private static Servers AddLocalServers(this IDistributedApplicationBuilder builder, bool withBroker)
    {
        if (!OperatingSystem.IsLinux())
            throw new DistributedApplicationException("Infrastructure:Mode 'local' runs on Linux only. Here: containers | external, or auto with a container runtime that runs.");

        var data = builder.OpenLocalData();
        return new Servers(
            builder.AddLocalPostgres(Server, data, builder.MaxConnections()).AddDatabase(Database, DatabaseName),
            withBroker ? builder.AddLocalRabbitMQ(Broker, data) : null);
    }

    private static Servers AddContainers(this IDistributedApplicationBuilder builder, bool withBroker)
    {
        var postgres = builder.AddPostgres(Server).WithArgs("-c", $"max_connections={builder.MaxConnections()}");
        var rabbitMQ = withBroker ? builder.AddRabbitMQ(Broker) : null;
        if (!builder.Flag(LocalData.FreshKey))
        {
            postgres.WithDataVolume();
            rabbitMQ?.WithDataVolume();
        }

        return new Servers(postgres.AddDatabase(Database, DatabaseName), rabbitMQ);
    }

    private static Servers PublishContainers(this IDistributedApplicationBuilder builder)
    {
        var postgres = builder.AddPublishedPostgres(Server).WithArgs("-c", $"max_connections={builder.MaxConnections()}");
        return new Servers(postgres.AddDatabase(Database, DatabaseName), builder.AddPublishedRabbitMQ(Broker));
    }

    private static int MaxConnections(this IDistributedApplicationBuilder builder) =>
        builder.Number("Infrastructure:MaxConnections", whenAbsent: 200, least: 20, most: 5000);
}
