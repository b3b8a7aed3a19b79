using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Publishing;

/// <summary>The objects in a directory of manifests: those of Kubernetes' own API, read strictly, and those of operators.</summary>
internal sealed class ManifestSet
{
    private static readonly string[] _operators = ["postgresql.cnpg.io", "rabbitmq.com", "keda.sh", "kustomize.config.k8s.io"];

    private readonly List<object> _core = [];

    public ManifestSet(Publication publication)
    {
        foreach (var (_, content) in publication.Yaml)
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(content));
            foreach (var document in stream.Documents)
                Add((YamlMappingNode)document.RootNode);
        }
    }

    /// <summary>Objects of operators, by kind.</summary>
    public List<YamlMappingNode> Foreign { get; } = [];

    public IEnumerable<T> Of<T>() => _core.OfType<T>();

    public T The<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => Of<T>().Single(each => each.Metadata.Name == name);

    public IEnumerable<YamlMappingNode> ForeignOf(string kind) => Foreign.Where(node => Text(node, "kind") == kind);

    public IEnumerable<V1PodTemplateSpec> Pods =>
        [.. Of<V1Deployment>().Select(each => each.Spec.Template), .. Of<V1Job>().Select(each => each.Spec.Template)];

    public IEnumerable<V1Container> Containers => Pods.SelectMany(pod => pod.Spec.Containers);

    /// <summary>A value below a node, by the names on the way to it; null where there is none.</summary>
    public static string? Text(YamlNode node, params string[] path)
    {
        foreach (var name in path)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(name, out var next))
                return null;
            node = next;
        }

        return (node as YamlScalarNode)?.Value;
    }

    public static string Name(YamlNode each) => Text(each, "metadata", "name")!;

    public static IEnumerable<YamlNode> Items(YamlNode node, params string[] path) =>
        (YamlSequenceNode)path.Aggregate(node, (parent, name) => parent[name]);

    public static List<object> ReadStrictly(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);

    private void Add(YamlMappingNode document)
    {
        if (_operators.Any(group => Text(document, "apiVersion")!.StartsWith(group, StringComparison.Ordinal)))
        {
            Foreign.Add(document);
            return;
        }

        var text = new StringWriter();
        new YamlStream(new YamlDocument(document)).Save(text, assignAnchors: false);
        _core.AddRange(ReadStrictly(text.ToString()));
    }
}
