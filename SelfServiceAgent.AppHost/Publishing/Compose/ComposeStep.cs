using Aspire.Hosting.Pipelines;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SelfServiceAgent.AppHost.Publishing.Compose;

/// <summary><c>--operation publish --step compose</c>: the graph for one machine with a container engine.</summary>
internal static class ComposeStep
{
    private const string Head = "# Written by the AppHost's step \"compose\"; changes here are lost when it is written again.\n";

    private static readonly ISerializer _yaml = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithQuotingNecessaryStrings()
        .WithIndentedSequences()
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .DisableAliases()
        .Build();

    public static void PublishesToCompose(this IDistributedApplicationBuilder builder) =>
        builder.AddPublishingStep("compose", (graph, context) => FilesAsync(builder, graph, context));

    private static async Task<IEnumerable<KeyValuePair<string, string>>> FilesAsync(
        IDistributedApplicationBuilder builder, PublishedGraph graph, PipelineStepContext context)
    {
        var variables = new ComposeVariables();
        var servers = new ServerServices(variables);
        var services = new OurServices(variables, builder.Repository(), builder.Tag());
        var all = new Dictionary<string, ComposeService>();
        foreach (var server in graph.Servers)
            all[server.Name] = await servers.OfAsync(server, context);
        foreach (var service in graph.Services)
            all[OurServices.MigrationOf(service)] = services.MigrationOf(service, graph);
        foreach (var service in graph.Services)
            all[service.Name] = services.Of(service, graph);

        var file = new ComposeFile(
            "self-service-agent",
            all,
            ComposeNetworks.All,
            graph.Servers.SelectMany(ServerServices.VolumesOf).ToDictionary(volume => volume.Source!, _ => new ComposeVolume()));
        return
        [
            KeyValuePair.Create("docker-compose.yaml", Head + _yaml.Serialize(file)),
            KeyValuePair.Create(".env.example", variables.Example()),
            .. SettingsExamples.All(graph),
        ];
    }
}

internal static class ComposeNetworks
{
    /// <summary>Leads out: to who calls, and to whom the services call.</summary>
    public const string Front = "front";

    /// <summary>Leads nowhere else: to the servers.</summary>
    public const string Back = "back";

    public static readonly Dictionary<string, ComposeNetwork> All = new() { [Front] = new(Internal: null), [Back] = new(Internal: true) };
}
