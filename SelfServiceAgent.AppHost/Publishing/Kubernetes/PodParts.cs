using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>How each of our containers runs: nobody in particular, on a file system that cannot be written but for <c>/tmp</c>.</summary>
internal static class PodParts
{
    public const string Port = "http";

    public static V1PodSpec Pod(string account, params IList<V1Container> containers) => new()
    {
        ServiceAccountName = account,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false, // else each service would find the others' addresses in variables of their own making
        SecurityContext = new V1PodSecurityContext
        {
            RunAsNonRoot = true,
            RunAsUser = Images.User,
            RunAsGroup = Images.User,
            FsGroup = Images.User,
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        },
        Containers = containers,
        Volumes = [new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new("256Mi") } }],
    };

    public static V1Container Container(
        KubernetesSettings cluster, PublishedService service, IEnumerable<KeyValuePair<string, object>> environment) => new()
    {
        Name = service.Name,
        Image = cluster.ImageOf(service),
        Env = PodEnvironment.Of(environment),
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
        VolumeMounts = [new V1VolumeMount { Name = "tmp", MountPath = "/tmp" }],
    };

    /// <summary>Processor time has no limit: a start and a burst may take what is free. Memory has; the runtime keeps to it.</summary>
    public static V1ResourceRequirements Needs(string processor, string memory, string mostMemory) => new()
    {
        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(processor), ["memory"] = new(memory) },
        Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(mostMemory) },
    };
}
