using System.Collections.Concurrent;
using AgentService.Agents;

namespace AgentService.Turns;

/// <summary>The bulkheads: how many turns of each agent this replica works on at once, so that a slow agent holds up no other.</summary>
internal sealed class AgentSlots(AgentDirectory agents)
{
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    public string[] Known { get; } = [.. agents.All.Select(agent => agent.Name)];

    /// <summary>Agents without a free slot are not in it.</summary>
    public IReadOnlyDictionary<string, int> Free() => agents.All
        .Select(agent => (agent.Name, Slots: agent.MaxConcurrentTurns - _taken.GetValueOrDefault(agent.Name)))
        .Where(agent => agent.Slots > 0)
        .ToDictionary(agent => agent.Name, agent => agent.Slots);

    public void Take(string agent) => _taken.AddOrUpdate(agent, 1, (_, taken) => taken + 1);

    public void Return(string agent) => _taken.AddOrUpdate(agent, 0, (_, taken) => taken - 1);
}
