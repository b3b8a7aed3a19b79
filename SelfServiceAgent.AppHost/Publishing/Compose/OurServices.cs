namespace SelfServiceAgent.AppHost.Publishing.Compose;

/// <summary>Our services, and for each what migrates its tables before it starts.</summary>
internal sealed class OurServices(ComposeVariables variables, string repository, string tag)
{
    public static string MigrationOf(PublishedService service) => $"migrate-{service.Name}";

    public ComposeService Of(PublishedService service, PublishedGraph graph) => Confined(service, service.Environment) with
    {
        Restart = "unless-stopped",
        StopGracePeriod = "10s",
        DependsOn = new Dictionary<string, ComposeCondition>(Healthy(graph.Servers)) { [MigrationOf(service)] = ComposeCondition.Done },
        EnvFile = [new(SettingsExamples.FileOf(service.Name), Required: false)],
        Ports = service.Endpoint.IsExternal ? [Published(service)] : null,
        // The images have neither a shell nor a client: the service's own program asks.
        Healthcheck = new(["CMD", "dotnet", $"/app/{service.Program}.dll", "--probe"], "30s", "5s", Retries: 3, StartPeriod: "30s"),
        Deploy = new(
            service.Endpoint.IsExternal ? null : variables.Optional($"{PublishedName.Variable(service.Name)}_REPLICAS", service.Replicas),
            new(new("768M"))),
    };

    public ComposeService MigrationOf(PublishedService service, PublishedGraph graph)
    {
        var databases = graph.Servers.OfType<PostgresServerResource>().ToList();
        return Confined(service, service.MigrationEnvironment) with
        {
            Restart = "on-failure",
            Networks = [databases is [] ? ComposeNetworks.Front : ComposeNetworks.Back], // where the database is
            DependsOn = databases is [] ? null : new Dictionary<string, ComposeCondition>(Healthy(databases)),
        };
    }

    private ComposeService Confined(PublishedService service, IEnumerable<KeyValuePair<string, object>> environment) => new()
    {
        Image = $"{variables.Optional("IMAGE_REPOSITORY", repository)}/{service.Name}:{variables.Optional("IMAGE_TAG", tag)}",
        User = $"{Images.User}:{Images.User}",
        ReadOnly = true,
        Tmpfs = ["/tmp"],
        CapDrop = ["ALL"],
        SecurityOpt = ["no-new-privileges:true"],
        Environment = variables.Of(environment),
        Networks = [ComposeNetworks.Front, ComposeNetworks.Back],
    };

    // On this machine only: what ends TLS stands before it.
    private string Published(PublishedService service)
    {
        if (service.Replicas > 1)
        {
            throw new DistributedApplicationException(
                $"Replicas is {service.Replicas} for {service.Name}. With Compose there is one of it, for it has a port of the machine.");
        }

        var port = variables.Optional($"{PublishedName.Variable(service.Name)}_PORT", service.Endpoint.Port ?? ValueText.ServicePort);
        return $"127.0.0.1:{port}:{ValueText.PortOf(service.Endpoint)}";
    }

    private static IEnumerable<KeyValuePair<string, ComposeCondition>> Healthy(IEnumerable<ContainerResource> servers) =>
        servers.Select(server => KeyValuePair.Create(server.Name, ComposeCondition.Healthy));
}
