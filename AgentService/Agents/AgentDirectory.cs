using System.Collections.Frozen;

namespace AgentService.Agents;

/// <summary>All agents there are, by name. Loaded once, when the service starts.</summary>
public sealed class AgentDirectory(IEnumerable<AgentDefinition> agents)
{
    /// <summary>The agent that answers when no other was asked for. There always is one.</summary>
    public const string RouterName = "routing-agent";

    private readonly FrozenDictionary<string, AgentDefinition> _byName = agents.ToFrozenDictionary(agent => agent.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<AgentDefinition> All => _byName.Values;

    /// <returns>Null when there is no such agent.</returns>
    public AgentDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
