namespace AgentService.Turns;

/// <summary>
/// One held mailbox. It runs out by itself, by this replica's clock and a little early, so that a replica that cannot reach the database
/// stops working before another may begin.
/// </summary>
internal sealed class TurnLease : IDisposable
{
    private readonly CancellationTokenSource _lost;

    /// <param name="remaining">How long it is held unless it is renewed.</param>
    public TurnLease(ClaimedTurn turn, TimeSpan remaining, TimeProvider clock)
    {
        Turn = turn;
        _lost = new(remaining, clock);
    }

    public ClaimedTurn Turn { get; }

    /// <summary>Cancelled when somebody else may hold the mailbox: whatever the turn is doing must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    public void Renew(TimeSpan remaining)
    {
        try
        {
            _lost.CancelAfter(remaining);
        }
        catch (ObjectDisposedException)
        {
            // the turn ended at this very moment
        }
    }

    public void Cancel() => Renew(TimeSpan.Zero);

    public void Dispose() => _lost.Dispose();
}
