using System.Reflection;
using k8s;
using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>Writes objects of Kubernetes' API, several to a file.</summary>
internal static class Yaml
{
    private const string Head = "# Written by the AppHost's step \"kubernetes\"; changes here are lost when it is written again.\n";

    public static string Of(IEnumerable<IKubernetesObject> objects) =>
        Head + string.Join("---\n", objects.Select(each => KubernetesYaml.Serialize(WithKind(each)).TrimEnd() + "\n"));

    public static string Of(Kustomization kustomization) => Head + KubernetesYaml.Serialize(kustomization).TrimEnd() + "\n";

    // The library's own types know their kind, but leave it out.
    private static IKubernetesObject WithKind(IKubernetesObject each)
    {
        if (each.GetType().GetCustomAttribute<KubernetesEntityAttribute>() is { } entity)
        {
            each.Kind = entity.Kind;
            each.ApiVersion = entity.Group.Length == 0 ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";
        }

        return each;
    }
}
