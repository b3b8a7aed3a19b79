using System.Collections.Frozen;

namespace AgentService.Agents;

/// <summary>All agents there are, by name.</summary>
public sealed class AgentDirectory
{
    /// <summary>The agent that answers when no other was asked for. There always is one.</summary>
    public const string RouterName = "routing-agent";

    private FrozenDictionary<string, AgentDefinition> _byName = FrozenDictionary<string, AgentDefinition>.Empty;

    public AgentDirectory(IEnumerable<AgentDefinition> agents) => Replace(agents);

    public IReadOnlyCollection<AgentDefinition> All => _byName.Values;

    public AgentDefinition Router => _byName[RouterName];

    /// <returns>Null when there is no such agent.</returns>
    public AgentDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>From now on it is these; a turn that is being answered goes on with what it began with.</summary>
    public void Replace(IEnumerable<AgentDefinition> agents) => _byName = agents.ToFrozenDictionary(agent => agent.Name, StringComparer.Ordinal);
}
