using k8s;
using k8s.Models;
using static SelfServiceAgent.AppHost.Publishing.Kubernetes.Peers;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>Three RabbitMQ nodes, run by the Cluster Operator. Every queue is a quorum queue: it lives as long as two of them do.</summary>
internal static class RabbitMQCluster
{
    public const int Port = 5672, TlsPort = 5671;

    private static readonly int[] _betweenNodes = [4369, 25672];

    // A queue that was declared while not all nodes were there gets its members on the others later; no node leads all queues.
    private const string Configuration = """
        quorum_queue.continuous_membership_reconciliation.enabled = true
        quorum_queue.continuous_membership_reconciliation.target_group_size = 3
        queue_leader_locator = balanced

        """;

    public static IEnumerable<IKubernetesObject> Of(KubernetesSettings cluster, RabbitMQServerResource broker)
    {
        yield return new CustomResource<RabbitMQSpec>
        {
            ApiVersion = "rabbitmq.com/v1beta1",
            Kind = "RabbitmqCluster",
            Metadata = cluster.Named(broker.Name),
            Spec = new(
                Images.Of(broker).Name,
                Replicas: 3,
                PodParts.Needs("500m", "2Gi", mostMemory: "2Gi"),
                new(Storage: "10Gi"),
                new(Configuration),
                Apart(broker),
                new(new(new(new(Restricted()))))),
        };
        yield return new V1PodDisruptionBudget
        {
            Metadata = cluster.Named(broker.Name),
            Spec = new V1PodDisruptionBudgetSpec { MaxUnavailable = 1, Selector = KubernetesSettings.Pods(broker.Name) },
        };
    }

    public static V1NetworkPolicy Policy(KubernetesSettings cluster, RabbitMQServerResource broker, IEnumerable<string> clients)
    {
        List<V1NetworkPolicyPort> between = [.. _betweenNodes.Select(Tcp)];
        return NetworkPolicies.Policy(
            cluster,
            broker.Name,
            KubernetesSettings.Pods(broker.Name),
            [
                From([.. clients.Select(Pods), InNamespace("keda")], [Tcp(Port)]),
                From([Pods(broker.Name)], between),
            ],
            [
                To([Pods(broker.Name)], between),
                To(AnyAddress, [Tcp(443), Tcp(6443)]), // Kubernetes' API, by which nodes find each other
            ]);
    }

    private static V1Affinity Apart(RabbitMQServerResource broker) => new()
    {
        PodAntiAffinity = new V1PodAntiAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution =
            [
                new V1PodAffinityTerm { TopologyKey = "kubernetes.io/hostname", LabelSelector = KubernetesSettings.Pods(broker.Name) },
            ],
        },
    };

    // What the namespace asks of every pod, and the operator does not say of its own accord.
    private static V1PodSpec Restricted() => new()
    {
        SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, SeccompProfile = new() { Type = "RuntimeDefault" } },
        InitContainers = [Confined("setup-container")],
        Containers = [Confined("rabbitmq")],
    };

    private static V1Container Confined(string name) => new()
    {
        Name = name,
        SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
    };
}

internal sealed record RabbitMQSpec(
    string Image,
    int Replicas,
    V1ResourceRequirements Resources,
    RabbitMQPersistence Persistence,
    RabbitMQConfiguration Rabbitmq,
    V1Affinity Affinity,
    RabbitMQOverride Override);

internal sealed record RabbitMQPersistence(string Storage);

internal sealed record RabbitMQConfiguration(string AdditionalConfig);

internal sealed record RabbitMQOverride(RabbitMQStatefulSet StatefulSet);

internal sealed record RabbitMQStatefulSet(RabbitMQStatefulSetSpec Spec);

internal sealed record RabbitMQStatefulSetSpec(RabbitMQTemplate Template);

internal sealed record RabbitMQTemplate(V1PodSpec Spec);
