using k8s;
using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>An object whose kind an operator brings into the cluster.</summary>
internal sealed class CustomResource<TSpec> : IKubernetesObject
{
    public required string ApiVersion { get; set; }

    public required string Kind { get; set; }

    public required V1ObjectMeta Metadata { get; init; }

    public required TSpec Spec { get; init; }
}
