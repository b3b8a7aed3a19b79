using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>What is said of the cluster when publishing: section <c>Kubernetes</c>.</summary>
/// <param name="Namespace">Where everything goes: <c>Kubernetes:Namespace</c>.</param>
/// <param name="IngressClass">Who serves the Ingress: <c>Kubernetes:IngressClass</c>.</param>
/// <param name="IngressNamespace">From where its requests come: <c>Kubernetes:IngressNamespace</c>.</param>
/// <param name="Host">The host of <c>PublicBaseUrl</c>, for which the Ingress answers and its certificate is.</param>
/// <param name="Images">What stands before the services' names in their images'.</param>
/// <param name="Tag">The images' tag.</param>
/// <param name="PullSecret">What opens the registry they come from: <c>Kubernetes:PullSecret</c>; none, where anybody may pull.</param>
internal sealed record KubernetesSettings(
    string Namespace, string IngressClass, string IngressNamespace, string Host, string Images, string Tag, string? PullSecret)
{
    /// <summary>The whole of it, in labels; also the Secret of what whoever deploys must give.</summary>
    public const string App = "self-service-agent";

    private const string NameLabel = "app.kubernetes.io/name", AppLabel = "app.kubernetes.io/part-of";

    /// <exception cref="DistributedApplicationException">Nobody said where people reach it, or not by TLS.</exception>
    public static KubernetesSettings Of(IDistributedApplicationBuilder builder) => new(
        builder.Configuration["Kubernetes:Namespace"] ?? App,
        builder.Configuration["Kubernetes:IngressClass"] ?? "nginx",
        builder.Configuration["Kubernetes:IngressNamespace"] ?? "ingress-nginx",
        HostOf(builder),
        builder.Repository(),
        builder.Tag(),
        builder.Configuration["Kubernetes:PullSecret"] is { Length: > 0 } secret ? secret : null);

    /// <param name="partOf">With what it is applied, where that has another name.</param>
    public V1ObjectMeta Named(string name, string? partOf = null) => new()
    {
        Name = name,
        NamespaceProperty = Namespace,
        Labels = Labels(partOf ?? name),
    };

    /// <summary>Under which pods run that ask nothing of the cluster.</summary>
    public V1ServiceAccount Account(string name) => new()
    {
        Metadata = Named(name),
        AutomountServiceAccountToken = false,
        ImagePullSecrets = PullSecret is null ? null : [new V1LocalObjectReference { Name = PullSecret }],
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

    // Without a host an ingress controller shows a certificate of its own making, and cert-manager knows nothing to ask one for.
    private static string HostOf(IDistributedApplicationBuilder builder)
    {
        const string key = "PublicBaseUrl";
        var example = $"The Ingress answers for its host, by TLS: --{key}=https://agent.example.com, with yours.";
        var address = builder.Address(key) ?? throw new DistributedApplicationException($"{key} is missing. {example}");
        var url = new Uri(address);
        return url.Scheme == Uri.UriSchemeHttps ? url.Host : throw new DistributedApplicationException($"{key} must be https. {example}");
    }
}
