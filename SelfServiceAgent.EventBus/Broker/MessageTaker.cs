namespace SelfServiceAgent.EventBus.Broker;

/// <summary>What becomes of the messages of one queue.</summary>
internal abstract class MessageTaker
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Returns when the message may be acknowledged. While the database or the broker is away it holds the message and tries again; returning
    /// it to the queue would only spin it round and count against its delivery limit.
    /// </summary>
    public abstract Task TakeAsync(BrokerMessage message, CancellationToken stopping);

    /// <param name="tries">How many there have been.</param>
    protected static Task PauseAsync(int tries, CancellationToken stopping) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, tries), _longestPause.TotalMilliseconds)), stopping);
}
