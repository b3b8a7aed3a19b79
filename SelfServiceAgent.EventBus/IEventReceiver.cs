namespace SelfServiceAgent.EventBus;

/// <summary>
/// Takes in one type of event. Called concurrently, up to the prefetch count; an event may come more than once and in any order.
/// </summary>
public interface IEventReceiver<TData>
{
    /// <summary>Returns after what the event says is committed; only then is it acknowledged.</summary>
    /// <exception cref="EventRejectedException">The event can never be taken in: it goes to the dead letters, over HTTP it is a 400.</exception>
    Task ReceiveAsync(Envelope<TData> envelope, CancellationToken cancellationToken);
}

/// <summary>An event that no repetition will make readable.</summary>
public sealed class EventRejectedException : Exception
{
    public EventRejectedException()
    {
    }

    public EventRejectedException(string message)
        : base(message)
    {
    }

    public EventRejectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
