using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>The turns that can be taken.</summary>
internal interface IReadyTurns
{
    /// <summary>Stores what came in, each request once, and in the same commit begins the turns that there is room for.</summary>
    Task TakeInAsync(IReadOnlyList<Envelope<RequestCreated>> requests, CancellationToken cancellationToken);
}
