using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>One held mailbox.</summary>
internal sealed class TurnLease(ClaimedTurn turn, long renewedAt) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    public ClaimedTurn Turn => turn;

    /// <summary>By <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long RenewedAt { get; set; } = renewedAt;

    /// <summary>Cancelled when somebody else may hold the mailbox: whatever the turn is doing must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    public void Cancel() => _lost.Cancel();

    public void Dispose() => _lost.Dispose();
}

/// <summary>Renews the leases of everything this replica works on, all in one statement, and cancels what it could not renew.</summary>
internal sealed class TurnLeases(Mailboxes mailboxes, IOptions<TurnOptions> options, TimeProvider clock, ILogger<TurnLeases> logger)
    : SweeperService(options.Value.Lease / 3, logger)
{
    private readonly ConcurrentDictionary<TurnLease, bool> _held = new();

    public TurnLease Hold(ClaimedTurn turn)
    {
        var lease = new TurnLease(turn, clock.GetTimestamp());
        _held[lease] = true;
        return lease;
    }

    public void Forget(TurnLease lease)
    {
        _held.TryRemove(lease, out _);
        lease.Dispose();
    }

    public void CancelAll() => Cancel(_held.Keys);

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var held = _held.Keys.ToArray();
        if (held.Length == 0) return false;
        var asked = clock.GetTimestamp();
        try
        {
            var renewed = await mailboxes.RenewAsync(Array.ConvertAll(held, lease => lease.Turn), cancellationToken);
            foreach (var lease in held.Where(lease => renewed.Contains(lease.Turn.SessionId))) lease.RenewedAt = asked;
            Cancel(held.Where(lease => !renewed.Contains(lease.Turn.SessionId)));
        }
        finally
        {
            // The database may be away while another replica reaches it.
            Cancel(held.Where(lease => clock.GetElapsedTime(lease.RenewedAt) > options.Value.Lease));
        }

        return false;
    }

    private void Cancel(IEnumerable<TurnLease> leases)
    {
        foreach (var lease in leases)
        {
            try
            {
                if (_held.ContainsKey(lease)) lease.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // the turn ended at this very moment
            }
        }
    }
}
