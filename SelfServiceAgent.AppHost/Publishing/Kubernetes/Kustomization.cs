namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>Ties the files together, and makes Secrets of files that nobody commits: where one is missing, nothing is applied.</summary>
internal sealed record Kustomization(
    string ApiVersion,
    string Kind,
    IReadOnlyList<string> Resources,
    IReadOnlyList<SecretGenerator> SecretGenerator,
    GeneratorOptions GeneratorOptions,
    IReadOnlyList<KustomizedImage> Images)
{
    public static Kustomization Of(KubernetesSettings cluster, PublishedGraph graph, IEnumerable<string> files) => new(
        "kustomize.config.k8s.io/v1beta1",
        "Kustomization",
        [.. files],
        [
            new(KubernetesSettings.App, cluster.Namespace, [Secrets.File], Labelled(KubernetesSettings.App)),
            .. from service in graph.Services
               select new SecretGenerator(service.Name, cluster.Namespace, [SettingsExamples.FileOf(service.Name)], Labelled(service.Name)),
        ],
        new(DisableNameSuffixHash: true), // KEDA's objects name them too, and kustomize does not know of those
        [
            .. from service in graph.Services
               let image = $"{cluster.Images}/{service.Name}"
               select new KustomizedImage(image, image, cluster.Tag),
        ]);

    // So that one service is applied with its settings: kubectl apply -k . -l app.kubernetes.io/name=…
    private static SecretOptions Labelled(string name) => new(KubernetesSettings.Labels(name));
}

internal sealed record SecretGenerator(string Name, string Namespace, IReadOnlyList<string> Envs, SecretOptions Options);

internal sealed record SecretOptions(Dictionary<string, string> Labels);

internal sealed record GeneratorOptions(bool DisableNameSuffixHash);

internal sealed record KustomizedImage(string Name, string NewName, string NewTag);
