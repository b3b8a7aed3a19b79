using Aspire.Hosting.Pipelines;

namespace SelfServiceAgent.AppHost.Publishing.Compose;

/// <summary>The database and the broker: the containers of the app model, each with its volume and a question to its health.</summary>
internal sealed class ServerServices(ComposeVariables variables)
{
    public static IEnumerable<ContainerMountAnnotation> VolumesOf(ContainerResource server) =>
        server.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume);

    public async Task<ComposeService> OfAsync(ContainerResource server, PipelineStepContext context)
    {
        var configuration = await PublishedConfiguration.ReadAsync(server, context);
        var environment = variables.Of(configuration.Environment);
        var postgres = server as PostgresServerResource;
        if (postgres is not null)
            environment["POSTGRES_DB"] = postgres.Databases.Single().Value; // in run mode the orchestrator makes it

        return new ComposeService
        {
            Image = Images.Of(server).Name,
            Hostname = server.Name, // the broker keeps its data under its host's name
            Command = configuration.Arguments is [] ? null : [.. configuration.Arguments.Select(variables.Of)],
            SecurityOpt = ["no-new-privileges:true"],
            Restart = "unless-stopped",
            StopGracePeriod = "1m",
            Environment = environment,
            Volumes = [.. VolumesOf(server).Select(volume => $"{volume.Source}:{volume.Target}")],
            Networks = [ComposeNetworks.Back],
            Healthcheck = postgres is null ? Broker : Database(variables.Of(postgres.UserNameReference), postgres.Databases.Single().Value),
        };
    }

    // While it is set up, the database answers on its socket only.
    private static ComposeHealthcheck Database(string user, string database) =>
        new(["CMD", "pg_isready", "-h", "127.0.0.1", "-U", user, "-d", database], "5s", "3s", Retries: 5, StartPeriod: "60s");

    private static ComposeHealthcheck Broker =>
        new(["CMD", "rabbitmq-diagnostics", "-q", "check_port_connectivity"], "15s", "10s", Retries: 5, StartPeriod: "60s");
}
