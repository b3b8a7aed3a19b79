namespace SelfServiceAgent.EventBus;

/// <summary>How much time there is at least from one batch's start to the next one's; see <see cref="Batcher{TItem}"/>.</summary>
public static class Paces
{
    /// <summary>Somebody waits for it.</summary>
    public static readonly TimeSpan Brisk = TimeSpan.FromMilliseconds(2);

    /// <summary>Nobody waits for it, but something is held meanwhile.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromMilliseconds(10);

    /// <summary>Nobody waits for it, and nothing is held: those who are waited for have the processor meanwhile.</summary>
    public static readonly TimeSpan Leisurely = TimeSpan.FromMilliseconds(100);
}
