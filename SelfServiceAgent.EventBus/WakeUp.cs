namespace SelfServiceAgent.EventBus;

/// <summary>Wakes a sweeper right after a commit, so that the happy path waits for no timer. Many calls before it wakes count as one.</summary>
public sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // another caller was faster, which is just as good
        }
    }

    /// <summary>Returns when it was set, or after <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
