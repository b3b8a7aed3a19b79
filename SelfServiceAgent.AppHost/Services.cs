using SelfServiceAgent.AppHost.Local;
using SelfServiceAgent.AppHost.Publishing;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;
using Server = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.IResourceWithConnectionString>;

namespace SelfServiceAgent.AppHost;

/// <summary>What each of the three services gets, and the words in which the plan says who needs whom.</summary>
internal static class Services
{
    private const string Endpoint = "http";

    // And not each part of a connection string once more: a password in six variables leaks in six places.
    private const ReferenceEnvironmentInjectionFlags Told =
        ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery;

    /// <summary>
    /// A service under its resource name. Its project's name is its name in configuration: <c>Replicas:RequestManager</c>,
    /// <c>Ports:RequestManager</c>, <c>Services:RequestManager:…</c>.
    /// </summary>
    public static Service AddService<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = typeof(TProject).Name;
        var service = builder.AddProject<TProject>(name)
            .WithAnnotation(new ConfigurationName(project))
            .WithReplicas(builder.Number($"Replicas:{project}", whenAbsent: 1, least: 1, most: 20))
            .WithReferenceEnvironment(Told)
            .DisableForwardedHeaders() // Requests:TrustedProxies says who is believed; Aspire's variable would have everyone believed
            .WithEnvironment("Communication__Mode", builder.ChosenCommunication().ToString().ToLowerInvariant())
            .WithEnvironment("Authentication__ServiceKey", builder.ServiceKey());

        // Elsewhere a job migrates before the services start; there they need no right to change tables. A manifest has no jobs.
        if (builder.ExecutionContext.IsRunMode || builder.PublishesManifest())
            service.WithEnvironment("Database__MigrateOnStart", "true");

        // Anything else is production, where nothing of run mode's keys and switches starts.
        return builder.ExecutionContext.IsRunMode ? service.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development") : service;
    }

    /// <summary>Reachable from outside on a fixed port. <c>Ports:RequestManager</c> overrides it; 0 leaves the choice to Aspire.</summary>
    public static Service OnPort(this Service service, int port)
    {
        if (service.ApplicationBuilder.PublishesManifest())
            return service.Answers(port: null).ReachedByHttps();

        var chosen = service.ApplicationBuilder.Number($"Ports:{service.ConfigurationName()}", port, least: 0, most: 65535);
        return service.Answers(chosen == 0 ? null : chosen).WithExternalHttpEndpoints();
    }

    /// <summary>Reachable for the other services only, on a port of Aspire's choice.</summary>
    public static Service OnAnyPort(this Service service) => service.Answers(port: null);

    /// <summary>Knows the server's connection string and starts once the server is healthy. No server, nothing to wait for.</summary>
    public static Service StartsAfter(this Service service, Server? server) =>
        server is null ? service : service.WithReference(server).WaitFor(server);

    /// <summary>Knows the other service's address and starts once it is healthy.</summary>
    public static Service StartsAfter(this Service service, Service other) => service.WithReference(other).WaitFor(other);

    /// <summary>While people write agents and documents: they are read where they are written, and again when they change. Run mode only.</summary>
    public static Service ReloadsItsAgents(this Service service)
    {
        if (!service.ApplicationBuilder.ExecutionContext.IsRunMode)
            return service;

        var content = Path.Combine(Path.GetDirectoryName(service.Resource.GetProjectMetadata().ProjectPath)!, "Config");
        return service
            .WithEnvironment("Agents__Directory", Path.Combine(content, "agents"))
            .WithEnvironment("Agents__Reload", "true")
            .WithEnvironment("Knowledge__Directory", Path.Combine(content, "knowledge"));
    }

    /// <summary>
    /// The address by which people reach the front door, for links in messages: <c>PublicBaseUrl</c>, else in run mode the front
    /// door's own address. A manifest names the address that the front door will have; otherwise nobody can know it when publishing.
    /// </summary>
    public static Service WithPublicBaseUrlOf(this Service service, Service frontDoor)
    {
        const string key = "PublicBaseUrl";
        var builder = service.ApplicationBuilder;
        if (builder.Address(key) is { } address)
            return service.WithEnvironment(key, address);

        if (builder.PublishesManifest())
            return service.WithEnvironment(key, frontDoor.HttpsEndpoint());

        return builder.ExecutionContext.IsRunMode ? service.WithEnvironment(key, frontDoor.GetEndpoint(Endpoint)) : service;
    }

    public static string ConfigurationName(this Service service) => service.Resource.Annotations.OfType<ConfigurationName>().Single().Value;

    private static Service Answers(this Service service, int? port) =>
        service.WithHttpEndpoint(port: port, name: Endpoint).WithHttpHealthCheck("/health", endpointName: Endpoint);

    /// <summary>What the services show each other. Made up once and kept in the user secrets; with fresh data, made up anew.</summary>
    private static IResourceBuilder<ParameterResource> ServiceKey(this IDistributedApplicationBuilder builder)
    {
        const string name = "service-key";
        if (builder.Resources.OfType<ParameterResource>().SingleOrDefault(p => p.Name == name) is { } existing)
            return builder.CreateResourceBuilder(existing);

        return builder.AddParameter(name, MadeUp.Secret, secret: true, persist: !builder.Flag(LocalData.FreshKey));
    }
}
