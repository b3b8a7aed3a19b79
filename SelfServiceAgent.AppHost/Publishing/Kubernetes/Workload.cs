using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>One of our services: its pods, how they are reached, and how many may be away.</summary>
internal static class Workload
{
    // A pod that leaves is still sent requests for a moment; after it a service takes five seconds at most to hand over what it has.
    private const int LastRequests = 5, Grace = 15;

    /// <summary>Says no number of replicas: whoever scales it does, and would be overruled each time this is applied.</summary>
    public static V1Deployment Deployment(KubernetesSettings cluster, PublishedService service)
    {
        var pod = PodParts.Pod(service.Name, Container(cluster, service));
        pod.TerminationGracePeriodSeconds = Grace;
        pod.TopologySpreadConstraints =
        [
            Spread("topology.kubernetes.io/zone", service),
            Spread("kubernetes.io/hostname", service),
        ];
        return new V1Deployment
        {
            Metadata = cluster.Named(service.Name),
            Spec = new V1DeploymentSpec
            {
                Selector = KubernetesSettings.Pods(service.Name),
                Strategy = new V1DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 0 } },
                Template = new V1PodTemplateSpec { Metadata = new() { Labels = KubernetesSettings.Labels(service.Name) }, Spec = pod },
            },
        };
    }

    public static V1Service Address(KubernetesSettings cluster, PublishedService service) => new()
    {
        Metadata = cluster.Named(service.Name),
        Spec = new V1ServiceSpec
        {
            Selector = KubernetesSettings.Pods(service.Name).MatchLabels,
            Ports = [new V1ServicePort { Name = PodParts.Port, Port = ValueText.PortOf(service.Endpoint), TargetPort = PodParts.Port }],
        },
    };

    public static V1PodDisruptionBudget Budget(KubernetesSettings cluster, PublishedService service) => new()
    {
        Metadata = cluster.Named(service.Name),
        Spec = new V1PodDisruptionBudgetSpec { MaxUnavailable = 1, Selector = KubernetesSettings.Pods(service.Name) },
    };

    private static V1Container Container(KubernetesSettings cluster, PublishedService service)
    {
        var container = PodParts.Container(cluster, service, service.Environment);
        container.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = service.Name } }];
        container.Ports = [new V1ContainerPort { Name = PodParts.Port, ContainerPort = ValueText.PortOf(service.Endpoint) }];
        container.Resources = Scaling.NeedsOf(service);
        container.StartupProbe = Asks("/alive", period: 2, failures: 120); // two minutes for the tables, and as long for the documents
        container.LivenessProbe = Asks("/alive", period: 10, failures: 3);
        container.ReadinessProbe = Asks("/health", period: 5, failures: 4); // all ask one database: a burst must not take all out at once
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Sleep = new V1SleepAction { Seconds = LastRequests } } };
        return container;
    }

    // Health asks the database and gives it three seconds.
    private static V1Probe Asks(string path, int period, int failures) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = PodParts.Port },
        PeriodSeconds = period,
        TimeoutSeconds = 4,
        FailureThreshold = failures,
    };

    private static V1TopologySpreadConstraint Spread(string over, PublishedService service) => new()
    {
        TopologyKey = over,
        MaxSkew = 1,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = KubernetesSettings.Pods(service.Name),
        MatchLabelKeys = ["pod-template-hash"],
    };
}
