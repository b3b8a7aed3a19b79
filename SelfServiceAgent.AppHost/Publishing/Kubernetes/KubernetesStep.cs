using k8s;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// <c>--operation publish --step kubernetes</c>: everything a cluster needs to run the graph, as a directory for
/// <c>kubectl apply -k</c>.
/// </summary>
internal static class KubernetesStep
{
    public static void PublishesToKubernetes(this IDistributedApplicationBuilder builder) =>
        builder.AddPublishingStep("kubernetes", (graph, _) => Task.FromResult(Files(KubernetesSettings.Of(builder), graph)));

    private static IEnumerable<KeyValuePair<string, string>> Files(KubernetesSettings cluster, PublishedGraph graph)
    {
        var files = new Dictionary<string, IReadOnlyList<IKubernetesObject>>
        {
            ["00-namespace.yaml"] = [cluster.ToNamespace()],
            ["10-network.yaml"] = [.. NetworkPolicies.ForAll(cluster), .. NetworkPolicies.ForServers(cluster, graph)],
        };
        foreach (var postgres in graph.Servers.OfType<PostgresServerResource>())
            files["20-postgres.yaml"] = [PostgresCluster.Of(cluster, postgres, Scaling.MostConnections(graph))];
        foreach (var broker in graph.Servers.OfType<RabbitMQServerResource>())
            files["21-messaging.yaml"] = [.. RabbitMQCluster.Of(cluster, broker)];

        files["30-migrate.yaml"] = [cluster.Account(Migration.Name), Migration.Of(cluster, graph)];
        foreach (var service in graph.Services)
            files[$"40-{service.Name}.yaml"] = [.. Parts(cluster, graph, service)];

        files["50-ingress.yaml"] = [Doors.Of(cluster, graph)];
        return
        [
            .. files.Select(file => KeyValuePair.Create(file.Key, Yaml.Of(file.Value))),
            KeyValuePair.Create("kustomization.yaml", Yaml.Of(Kustomization.Of(cluster, graph, files.Keys))),
            KeyValuePair.Create("secrets.env.example", Secrets.Example(graph)),
            .. SettingsExamples.All(graph),
        ];
    }

    private static IEnumerable<IKubernetesObject> Parts(KubernetesSettings cluster, PublishedGraph graph, PublishedService service) =>
    [
        cluster.Account(service.Name),
        Workload.Deployment(cluster, service),
        Workload.Address(cluster, service),
        Workload.Budget(cluster, service),
        .. Scaling.Of(cluster, graph, service),
        NetworkPolicies.Of(cluster, graph, service),
    ];
}
