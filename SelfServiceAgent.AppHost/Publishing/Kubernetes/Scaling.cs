using k8s;
using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// How many of a service there are. The front door works while its callers wait, so it follows the processor; what waits for the other two
/// stands in a queue, and then in rows, so they follow that.
/// </summary>
internal static class Scaling
{
    private const int Least = 2, Most = 6;

    // What a process may hold of the database's connections unless it says otherwise, with the one by which it asks how the database is;
    // and what is left for whoever else asks it.
    private const int PoolSize = 20 + 1, Spare = 40;

    // Measured, docs/performance.md: milliseconds of processor time a request takes. A pod is meant for a few hundred requests a second.
    private static readonly Dictionary<string, string> _processor = new() { ["request-manager"] = "500m" };

    /// <summary>Whose queue in the broker has the service's own name.</summary>
    private static readonly Dictionary<string, Backlog> _backlogs = new()
    {
        ["agent-service"] = new("select count(*) from agent_mailboxes where ready_at <= now()", 50),
        ["integration-dispatcher"] = new("select count(*) from delivery_logs where next_attempt_at <= now()", 500),
    };

    public static V1ResourceRequirements NeedsOf(PublishedService service) =>
        PodParts.Needs(_processor.GetValueOrDefault(service.Name, "250m"), memory: "256Mi", mostMemory: "768Mi");

    public static IEnumerable<IKubernetesObject> Of(KubernetesSettings cluster, PublishedGraph graph, PublishedService service) =>
        _backlogs.TryGetValue(service.Name, out var backlog)
            ? QueueScaling.Of(cluster, graph, service, backlog, Range(service))
            : [ByProcessor(cluster, service)];

    /// <summary>What the database must bear when there are as many pods as there may be, and one of each is being replaced.</summary>
    public static int MostConnections(PublishedGraph graph) => graph.Services.Sum(service => (Range(service).Most + 1) * PoolSize) + Spare;

    private static V2HorizontalPodAutoscaler ByProcessor(KubernetesSettings cluster, PublishedService service)
    {
        var (least, most) = Range(service);
        return new()
        {
            Metadata = cluster.Named(service.Name),
            Spec = new V2HorizontalPodAutoscalerSpec
            {
                ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = service.Name },
                MinReplicas = least,
                MaxReplicas = most,
                Metrics =
                [
                    new V2MetricSpec
                    {
                        Type = "Resource",
                        Resource = new V2ResourceMetricSource
                        {
                            Name = "cpu",
                            Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = 70 },
                        },
                    },
                ],
            },
        };
    }

    private static (int Least, int Most) Range(PublishedService service)
    {
        var least = Math.Max(Least, service.Replicas);
        return (least, Math.Max(Most, least));
    }
}

/// <summary>What waits for a service in the database, after it has taken it from its queue.</summary>
/// <param name="Query">Counts it, by an index.</param>
/// <param name="PerPod">How much of it one pod may have before it, in the queue or in the database.</param>
internal sealed record Backlog(string Query, int PerPod);
