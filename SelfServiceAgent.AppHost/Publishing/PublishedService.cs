using Aspire.Hosting.Pipelines;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>One of our services, as the app model has it.</summary>
/// <param name="Program">Its assembly, without extension.</param>
/// <param name="Environment">Its variables, by name, with values of the app model.</param>
/// <param name="Replicas">How many there are at least.</param>
internal sealed record PublishedService(
    string Name, string Program, IReadOnlyList<KeyValuePair<string, object>> Environment, int Replicas, EndpointAnnotation Endpoint)
{
    public const string Database = "ConnectionStrings__llama-agents", Broker = "ConnectionStrings__messaging";

    /// <summary>The services that it calls.</summary>
    public IEnumerable<string> Calls => Environment
        .Select(variable => variable.Value).OfType<EndpointReference>()
        .Select(endpoint => endpoint.Resource.Name).Distinct();

    /// <summary>What its migration needs to know: where the tables are.</summary>
    public IEnumerable<KeyValuePair<string, object>> MigrationEnvironment =>
    [
        .. Environment.Where(variable => variable.Key == Database),
        new("Database__MigrateOnly", "true"),
        new("Database__StartTimeout", "00:10:00"), // a server that is just being set up takes its time
    ];

    public static async Task<PublishedService> ReadAsync(ProjectResource service, PipelineStepContext context)
    {
        var configuration = await PublishedConfiguration.ReadAsync(service, context);
        return new(
            service.Name,
            Path.GetFileNameWithoutExtension(service.GetProjectMetadata().ProjectPath),
            [new("ASPNETCORE_ENVIRONMENT", "Production"), .. configuration.Environment],
            service.GetReplicaCount(),
            service.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.UriScheme == "http"));
    }
}
