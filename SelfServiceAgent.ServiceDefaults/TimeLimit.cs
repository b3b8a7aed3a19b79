namespace SelfServiceAgent.ServiceDefaults;

/// <summary>For work that ends when its caller's token says so, or when its own time is up.</summary>
public sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    /// <param name="after">How long the work may take.</param>
    public TimeLimit(TimeSpan after, TimeProvider clock, CancellationToken cancellationToken)
    {
        _time = new(after, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _time.Token);
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => _either.Token;

    public bool IsTimeUp => _time.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
