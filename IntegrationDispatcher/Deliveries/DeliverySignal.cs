namespace IntegrationDispatcher.Deliveries;

/// <summary>Tells the runner that something may be due now, so that the usual delivery waits for no timer.</summary>
internal sealed class DeliverySignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);

    public void Raise()
    {
        if (_raised.CurrentCount == 0) _raised.Release();
    }

    /// <summary>Returns when raised, or after <paramref name="patience"/> all the same.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _raised.WaitAsync(patience, cancellationToken);

    public void Dispose() => _raised.Dispose();
}
