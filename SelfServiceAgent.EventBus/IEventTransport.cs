namespace SelfServiceAgent.EventBus;

/// <summary>How an event leaves this service: over the broker (<c>eventing</c>) or by HTTP (<c>direct</c>).</summary>
public interface IEventTransport
{
    /// <summary>False while publishing is known to fail, so that sweepers can rest instead of trying every row.</summary>
    bool IsAvailable { get; }

    /// <summary>
    /// Hands the event over. Returns once it is durable with everyone who must have it; until then the row it tells of stays unconfirmed.
    /// A <see cref="Contracts.EventTypes.ResponseDelta"/> nobody must have: it is sent, and that is all.
    /// </summary>
    /// <exception cref="EventNotAcceptedException">It may or may not have arrived: publish it again later, with the same id.</exception>
    Task PublishAsync<TData>(Envelope<TData> envelope, CancellationToken cancellationToken);
}

/// <summary>Nobody confirmed an event. Nothing is lost as long as its row is published again.</summary>
public sealed class EventNotAcceptedException : Exception
{
    public EventNotAcceptedException()
    {
    }

    public EventNotAcceptedException(string message)
        : base(message)
    {
    }

    public EventNotAcceptedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
