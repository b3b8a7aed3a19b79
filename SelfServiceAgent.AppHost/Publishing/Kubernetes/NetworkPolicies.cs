using k8s.Models;
using static SelfServiceAgent.AppHost.Publishing.Kubernetes.Peers;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>Who may talk to whom: nobody, but for what the app model says and what each service does outside.</summary>
internal static class NetworkPolicies
{
    private const int Https = 443, SmtpWithStartTls = 587, SmtpWithTls = 465;

    /// <summary>Where telemetry goes, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector of the cluster.</summary>
    private static readonly int[] _telemetry = [4317, 4318];

    /// <summary>Nothing is allowed, but to ask for names.</summary>
    public static IEnumerable<V1NetworkPolicy> ForAll(KubernetesSettings cluster) =>
    [
        Policy(cluster, "default-deny", new V1LabelSelector(), [], []),
        Policy(cluster, "names", new V1LabelSelector(), null, [To([InNamespace("kube-system")], [Udp(53), Tcp(53)])]),
    ];

    /// <summary>The servers that operators run here, and what migrates.</summary>
    public static IEnumerable<V1NetworkPolicy> ForServers(KubernetesSettings cluster, PublishedGraph graph)
    {
        string[] clients = [.. graph.Services.Select(service => service.Name), Migration.Name];
        foreach (var postgres in graph.Servers.OfType<PostgresServerResource>())
            yield return PostgresCluster.Policy(cluster, postgres, clients);
        foreach (var broker in graph.Servers.OfType<RabbitMQServerResource>())
            yield return RabbitMQCluster.Policy(cluster, broker, [.. graph.Services.Select(service => service.Name)]);
        yield return Policy(cluster, Migration.Name, KubernetesSettings.Pods(Migration.Name), null, [ToDatabase(graph)]);
    }

    public static V1NetworkPolicy Of(KubernetesSettings cluster, PublishedGraph graph, PublishedService service)
    {
        var port = ValueText.PortOf(service.Endpoint);
        var callers = graph.Services.Where(other => other.Calls.Contains(service.Name)).Select(other => Pods(other.Name)).ToList();
        if (service.Endpoint.IsExternal)
            callers.Add(InNamespace(cluster.IngressNamespace));

        return Policy(
            cluster,
            service.Name,
            KubernetesSettings.Pods(service.Name),
            [From(callers, [Tcp(port)])],
            [
                To([.. service.Calls.Select(Pods)], [Tcp(port)]),
                ToDatabase(graph),
                ToBroker(graph),
                To([InAnyNamespace], [.. _telemetry.Select(Tcp)]),
                .. Outside(service.Name),
            ]);
    }

    public static V1NetworkPolicy Policy(
        KubernetesSettings cluster,
        string name,
        V1LabelSelector pods,
        IList<V1NetworkPolicyIngressRule>? ingress,
        IList<V1NetworkPolicyEgressRule>? egress) => new()
    {
        Metadata = cluster.Named(name),
        Spec = new V1NetworkPolicySpec
        {
            PodSelector = pods,
            PolicyTypes = [.. ingress is null ? (string[])[] : ["Ingress"], .. egress is null ? (string[])[] : ["Egress"]],
            Ingress = ingress is [] ? null : ingress,
            Egress = egress is [] ? null : egress,
        },
    };

    // Webhooks go to strangers, who have no business in private networks; the service refuses those too. Issuers of tokens and model
    // servers are chosen by whoever deploys, and often stand in such a network.
    private static IEnumerable<V1NetworkPolicyEgressRule> Outside(string service) => service switch
    {
        "integration-dispatcher" => [To(PublicAddresses, [Tcp(Https), Tcp(SmtpWithStartTls), Tcp(SmtpWithTls)])],
        _ => [To(AnyAddress, [Tcp(Https)])],
    };

    private static V1NetworkPolicyEgressRule ToDatabase(PublishedGraph graph) =>
        graph.Servers.OfType<PostgresServerResource>().SingleOrDefault() is { } postgres
            ? To([Pods(PostgresCluster.Label, postgres.Name)], [Tcp(PostgresCluster.Port)])
            : To(AnyAddress, [Tcp(PostgresCluster.Port)]);

    private static V1NetworkPolicyEgressRule ToBroker(PublishedGraph graph) =>
        graph.Servers.OfType<RabbitMQServerResource>().SingleOrDefault() is { } broker
            ? To([Pods(broker.Name)], [Tcp(RabbitMQCluster.Port)])
            : To(AnyAddress, [Tcp(RabbitMQCluster.Port), Tcp(RabbitMQCluster.TlsPort)]);
}
