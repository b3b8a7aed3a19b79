using System.Text.Json.Nodes;

namespace SelfServiceAgent.EventBus;

/// <summary>A message that one of our services did not take in.</summary>
/// <param name="Service">Whose queue it was in, one of <see cref="Contracts.ServiceNames"/>.</param>
/// <param name="EventId">The message's id, else the event's; null when it tells neither.</param>
/// <param name="EventType">Null when it does not tell; need not be one of <see cref="Contracts.EventTypes"/>.</param>
/// <param name="Reason">Why it was put aside, as <see cref="DeadLetterReasons"/> words it.</param>
/// <param name="Headers">Its headers, including those that were written on it when it was put aside.</param>
public sealed record DeadLetter(
    string Service, string? EventId, string? EventType, string Reason, string? ContentType, JsonObject Headers, ReadOnlyMemory<byte> Body);

/// <summary>Takes in the dead letters of all services.</summary>
public interface IDeadLetterReceiver
{
    /// <summary>Returns after the letter is committed; only then is it acknowledged. After an exception it is tried again; it may come twice.</summary>
    Task ReceiveAsync(DeadLetter letter, CancellationToken cancellationToken);
}

/// <summary>Puts a dead letter back into the queue it was in.</summary>
public interface IDeadLetterReplay
{
    /// <summary>Returns when the queue has it: under the same id, without what was written on it when it was put aside.</summary>
    /// <exception cref="EventNotAcceptedException">It may or may not be in the queue.</exception>
    Task ReplayAsync(DeadLetter letter, CancellationToken cancellationToken);
}
