namespace SelfServiceAgent.EventBus;

/// <summary>Who this process is to the others.</summary>
/// <param name="Service">One of <see cref="Contracts.ServiceNames"/>; the source of its events.</param>
public sealed record EventBusIdentity(string Service)
{
    /// <summary>New with each process, so that nothing meant for a dead replica reaches its successor.</summary>
    public string ReplicaId { get; } = Guid.NewGuid().ToString("N");
}
