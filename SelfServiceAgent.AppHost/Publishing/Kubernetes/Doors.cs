using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>What is reached from outside: by TLS, with the certificate in the Secret <c>self-service-agent-tls</c>.</summary>
internal static class Doors
{
    // The dispatcher's public paths; everything else is the front door's.
    private static readonly Dictionary<string, string[]> _paths = new() { ["integration-dispatcher"] = ["/slack", "/unsubscribe"] };

    public static V1Ingress Of(KubernetesSettings cluster, PublishedGraph graph)
    {
        var ingress = new V1Ingress
        {
            Metadata = cluster.Named(KubernetesSettings.App),
            Spec = new V1IngressSpec
            {
                IngressClassName = cluster.IngressClass,
                Tls = [new V1IngressTLS { SecretName = $"{KubernetesSettings.App}-tls", Hosts = [cluster.Host] }],
                Rules = [new V1IngressRule { Host = cluster.Host, Http = new V1HTTPIngressRuleValue { Paths = [.. Paths(graph)] } }],
            },
        };
        ingress.Metadata.Annotations = new Dictionary<string, string>
        {
            ["nginx.ingress.kubernetes.io/proxy-read-timeout"] = "150", // a call waits two minutes for its answer
            ["nginx.ingress.kubernetes.io/ssl-redirect"] = "true",
        };
        return ingress;
    }

    private static IEnumerable<V1HTTPIngressPath> Paths(PublishedGraph graph) =>
        from service in graph.Services
        where service.Endpoint.IsExternal
        from path in _paths.GetValueOrDefault(service.Name, ["/"])
        orderby path.Length descending
        select new V1HTTPIngressPath
        {
            Path = path,
            PathType = "Prefix",
            Backend = new V1IngressBackend
            {
                Service = new V1IngressServiceBackend { Name = service.Name, Port = new V1ServiceBackendPort { Name = PodParts.Port } },
            },
        };
}
