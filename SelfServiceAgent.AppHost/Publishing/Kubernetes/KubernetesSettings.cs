using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>What is said of the cluster when publishing: section <c>Kubernetes</c>.</summary>
/// <param name="Namespace">Where everything goes: <c>Kubernetes:Namespace</c>.</param>
/// <param name="IngressClass">Who serves the Ingress: <c>Kubernetes:IngressClass</c>.</param>
/// <param name="IngressNamespace">From where its requests come: <c>Kubernetes:IngressNamespace</c>.</param>
/// <param name="Host">The host of <c>PublicBaseUrl</c>; any, where it is not configured.</param>
/// <param name="Images">What stands before the services' names in their images'.</param>
/// <param name="Tag">The images' tag.</param>
internal sealed record KubernetesSettings(
    string Namespace, string IngressClass, string IngressNamespace, string? Host, string Images, string Tag)
{
    /// <summary>The whole of it, in labels; also the Secret of what whoever deploys must give.</summary>
    public const string App = "self-service-agent";

    private const string NameLabel = "app.kubernetes.io/name", AppLabel = "app.kubernetes.io/part-of";

    public static KubernetesSettings Of(IDistributedApplicationBuilder builder) => new(
        builder.Configuration["Kubernetes:Namespace"] ?? App,
        builder.Configuration["Kubernetes:IngressClass"] ?? "nginx",
        builder.Configuration["Kubernetes:IngressNamespace"] ?? "ingress-nginx",
        builder.Address("PublicBaseUrl") is { } address ? new Uri(address).Host : null,
        builder.Repository(),
        builder.Tag());

    public V1ObjectMeta Named(string name) => new()
    {
        Name = name,
        NamespaceProperty = Namespace,
        Labels = Labels(name),
    };

    public static Dictionary<string, string> Labels(string name) => new() { [NameLabel] = name, [AppLabel] = App };

    /// <summary>What selects the pods of one name.</summary>
    public static V1LabelSelector Pods(string name) => new() { MatchLabels = new Dictionary<string, string> { [NameLabel] = name } };

    public string ImageOf(PublishedService service) => $"{Images}/{service.Name}:{Tag}";

    /// <summary>The namespace, in which no pod may do more than our services need.</summary>
    public V1Namespace ToNamespace() => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = Namespace,
            Labels = new Dictionary<string, string>
            {
                [AppLabel] = App,
                ["pod-security.kubernetes.io/enforce"] = "restricted",
                ["pod-security.kubernetes.io/warn"] = "restricted",
            },
        },
    };
}
