using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// Brings the tables up to date: each service's image does its own, one after the other by a lock in the database. Until it is done, new
/// pods of the services wait, and old ones go on.
/// </summary>
internal static class Migration
{
    public const string Name = "migrate";

    private const int KeptFor = 3600;

    public static V1Job Of(KubernetesSettings cluster, PublishedGraph graph)
    {
        var pod = PodParts.Pod(Name, [.. graph.Services.Select(service => Container(cluster, service))]);
        pod.RestartPolicy = "OnFailure";
        return new V1Job
        {
            Metadata = cluster.Named(Name),
            Spec = new V1JobSpec
            {
                BackoffLimit = 10,
                TtlSecondsAfterFinished = KeptFor,
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = KubernetesSettings.Labels(Name) }, Spec = pod },
            },
        };
    }

    private static V1Container Container(KubernetesSettings cluster, PublishedService service)
    {
        var container = PodParts.Container(cluster, service, service.MigrationEnvironment);
        container.Resources = PodParts.Needs("100m", "128Mi", mostMemory: "512Mi");
        return container;
    }
}
