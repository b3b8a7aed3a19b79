using System.Collections.Concurrent;
using AgentService.Agents;
using SelfServiceAgent.Contracts;

namespace AgentService.Turns;

/// <summary>The bulkheads: how many turns of each agent this replica works on at once, so that a slow agent holds up no other, and no command.</summary>
internal sealed class AgentSlots(AgentDirectory agents)
{
    private const int SlotsForCommands = 32;

    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    public string[] Known => [.. Bulkheads().Select(bulkhead => bulkhead.Name)];

    /// <summary>Agents without a free slot are not in it.</summary>
    public IReadOnlyDictionary<string, int> Free() => Bulkheads()
        .Select(bulkhead => (bulkhead.Name, Slots: bulkhead.Slots - _taken.GetValueOrDefault(bulkhead.Name)))
        .Where(bulkhead => bulkhead.Slots > 0)
        .ToDictionary(bulkhead => bulkhead.Name, bulkhead => bulkhead.Slots);

    private IEnumerable<(string Name, int Slots)> Bulkheads() =>
        [.. agents.All.Select(agent => (agent.Name, agent.MaxConcurrentTurns)), (AgentNames.System, SlotsForCommands)];

    public void Take(string agent) => _taken.AddOrUpdate(agent, 1, (_, taken) => taken + 1);

    /// <returns>Whether none was free: turns may wait for it.</returns>
    public bool Return(string agent)
    {
        var taken = _taken.AddOrUpdate(agent, 0, (_, taken) => taken - 1);
        return Bulkheads().FirstOrDefault(bulkhead => bulkhead.Name == agent).Slots <= taken + 1; // an agent that is gone has none
    }
}
