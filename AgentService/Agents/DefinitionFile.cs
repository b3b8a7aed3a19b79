using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentService.Agents;

/// <summary>A YAML mapping, of a whole file or inside it, whose every fault is reported with its file, line and key.</summary>
internal sealed class DefinitionFile
{
    private readonly string _path;
    private readonly YamlMappingNode _root;

    private DefinitionFile(string path, YamlMappingNode root) => (_path, _root) = (path, root);

    /// <summary>The names it has, in order.</summary>
    public IEnumerable<string> Names => _root.Children.Keys.Select(NameOf);

    /// <summary>As it is written, but for spaces and comments.</summary>
    public string Source => _root.ToString();

    public static DefinitionFile Read(string path, IReadOnlyCollection<string> knownKeys)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new AgentDefinitionException($"{path}, line {e.Start.Line}: not valid YAML: {e.Message}", e);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new AgentDefinitionException($"{path}: must be one YAML mapping with the keys {string.Join(", ", knownKeys)}.");
        var file = new DefinitionFile(path, root);
        file.MustOnlyHave(knownKeys);
        return file;
    }

    /// <exception cref="AgentDefinitionException">There is another key.</exception>
    public void MustOnlyHave(IReadOnlyCollection<string> knownKeys)
    {
        if (_root.Children.Keys.FirstOrDefault(key => !knownKeys.Contains(NameOf(key))) is { } unknown)
            throw Wrong(NameOf(unknown), $"is unknown; the keys are {string.Join(", ", knownKeys)}", unknown);
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>The mapping inside at that key.</summary>
    public DefinitionFile Map(string key) => Find(key) is YamlMappingNode map ? new(_path, map) : throw Wrong(key, Has(key) ? "must be a mapping" : "is missing");

    public string Text(string key) => OptionalText(key) ?? throw Wrong(key, "is missing");

    public string? OptionalText(string key)
    {
        if (Find(key) is not { } node) return null;
        var text = (node as YamlScalarNode)?.Value?.Trim();
        return string.IsNullOrEmpty(text) ? throw Wrong(key, "must be a text", node) : text;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlSequenceNode list) throw Wrong(key, "must be a list of texts", node);
        return [.. list.Select(item => (item as YamlScalarNode)?.Value is { Length: > 0 } text
            ? text
            : throw Wrong(key, "must be a list of texts", item))];
    }

    public int Number(string key, int minimum, int maximum, int otherwise)
    {
        if (Find(key) is not { } node) return otherwise;
        var isNumber = int.TryParse((node as YamlScalarNode)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, $"must be a whole number from {minimum} to {maximum}", node);
    }

    public AgentDefinitionException Wrong(string key, string fault) => Wrong(key, fault, Find(key));

    private AgentDefinitionException Wrong(string key, string fault, YamlNode? where) =>
        new(where is null ? $"{_path}: '{key}' {fault}." : $"{_path}, line {where.Start.Line}: '{key}' {fault}.");

    private static string NameOf(YamlNode key) => (key as YamlScalarNode)?.Value ?? "?";

    private YamlNode? Find(string key) => _root.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
}
