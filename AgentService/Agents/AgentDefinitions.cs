using System.Text.RegularExpressions;
using AgentService.Flows;
using AgentService.Models;
using AgentService.Safety;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>Reads the definitions of all agents. One that is wrong stops the service from starting.</summary>
internal static partial class AgentDefinitions
{
    private static readonly string[] _keys =
    [
        "name", "description", "instructions", "instructions_file", "knowledge", "examples", "phrases", "tools", "otherwise", "model", "guard", "max_concurrent_turns", "flow",
    ];

    /// <param name="directory">Where the <c>*.yaml</c> files are.</param>
    /// <param name="knowledgeBases">The knowledge bases there are.</param>
    /// <param name="maxConcurrentTurns">For definitions that do not say.</param>
    /// <param name="flows">Reads the flows.</param>
    /// <param name="models">The language models there are.</param>
    /// <exception cref="AgentDefinitionException">One of them is wrong, two have the same name, or the router is missing.</exception>
    public static IReadOnlyList<AgentDefinition> Load(string directory, IReadOnlySet<string> knowledgeBases, int maxConcurrentTurns, FlowReader flows, IReadOnlyCollection<string> models)
    {
        if (!Directory.Exists(directory))
            throw new AgentDefinitionException($"{AgentOptions.Section}:{nameof(AgentOptions.Directory)} names {directory}, which does not exist.");
        var agents = new Dictionary<string, AgentDefinition>(StringComparer.Ordinal);
        var files = new Dictionary<string, DefinitionFile>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(directory, "*.yaml").Order(StringComparer.Ordinal))
        {
            var file = DefinitionFile.Read(path, _keys);
            var agent = Read(file, directory, knowledgeBases, maxConcurrentTurns, flows, models);
            if (!agents.TryAdd(agent.Name, agent)) throw file.Wrong("name", "is that of another agent as well");
            files.Add(agent.Name, file);
        }

        foreach (var agent in agents.Values)
        {
            if (agent.Otherwise is not { } other) continue;
            if (!agents.ContainsKey(other)) throw files[agent.Name].Wrong("otherwise", $"names {other}, which is no agent");
            if (other == agent.Name) throw files[agent.Name].Wrong("otherwise", "names the agent itself");
        }

        return agents.ContainsKey(AgentDirectory.RouterName)
            ? [.. agents.Values]
            : throw new AgentDefinitionException(
                $"{directory}: no file has 'name' {AgentDirectory.RouterName}; that agent answers when no other is asked for.");
    }

    private static AgentDefinition Read(DefinitionFile file, string directory, IReadOnlySet<string> knowledgeBases, int maxConcurrentTurns, FlowReader flows, IReadOnlyCollection<string> models)
    {
        var name = file.Text("name");
        if (name.Length > 255 || !Name.IsMatch(name)) throw file.Wrong("name", "must be lower-case words joined by hyphens, 255 characters at most");
        if (name == AgentNames.System) throw file.Wrong("name", "is taken: commands are answered under it");
        var knowledge = file.Texts("knowledge");
        if (knowledge.FirstOrDefault(one => !knowledgeBases.Contains(one)) is { } missing)
        {
            var known = string.Join(", ", knowledgeBases.Order(StringComparer.Ordinal));
            throw file.Wrong("knowledge", $"names {missing}, which is not a knowledge base; there are {known}");
        }

        var tools = file.Texts("tools");
        if (file.Has("otherwise") && name != AgentDirectory.RouterName) throw file.Wrong("otherwise", $"is for {AgentDirectory.RouterName} alone");
        if (file.Has("phrases") && name == AgentDirectory.RouterName) throw file.Wrong("phrases", "are for the other agents: whatever is for none of them is the router's");
        return new(
            name,
            file.Text("description"),
            Instructions(file, directory),
            knowledge,
            file.Texts("examples"),
            file.Number("max_concurrent_turns", 1, 10_000, otherwise: maxConcurrentTurns))
        {
            Phrases = file.Texts("phrases"),
            Tools = tools,
            Model = Model(file, models),
            Otherwise = file.OptionalText("otherwise"),
            Guard = Guard(file),
            Flow = file.Has("flow") ? flows.Read(file.Map("flow"), tools) : null,
        };
    }

    private static string Model(DefinitionFile file, IReadOnlyCollection<string> models) => file.OptionalText("model") is not { } model ? ModelDirectory.Default
        : models.Contains(model) ? model
        : throw file.Wrong("model", $"names {model}, which is not set up; there are {string.Join(", ", models.Order(StringComparer.Ordinal))}");

    private static GuardLevel Guard(DefinitionFile file) => file.OptionalText("guard") switch
    {
        null or "standard" => GuardLevel.Standard,
        "strict" => GuardLevel.Strict,
        _ => throw file.Wrong("guard", "must be standard or strict"),
    };

    private static string Instructions(DefinitionFile file, string directory)
    {
        if (file.OptionalText("instructions") is { } inline)
        {
            return file.OptionalText("instructions_file") is null
                ? inline
                : throw file.Wrong("instructions_file", "cannot stand beside 'instructions'");
        }

        if (file.OptionalText("instructions_file") is not { } name) throw file.Wrong("instructions", "is missing, and so is 'instructions_file'");
        var path = Path.Combine(directory, name);
        return Path.GetFileName(name) == name && File.Exists(path)
            ? File.ReadAllText(path)
            : throw file.Wrong("instructions_file", $"names {name}, which is not a file beside this one");
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name { get; }
}
