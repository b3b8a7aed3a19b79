using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>Renews the leases of everything this replica works on, all in one statement, and cancels what it could not renew.</summary>
internal sealed class TurnLeases(Mailboxes mailboxes, IOptions<TurnOptions> options, TimeProvider clock, ILogger<TurnLeases> logger)
    : SweeperService(options.Value.Lease / 3, logger)
{
    private readonly ConcurrentDictionary<TurnLease, bool> _held = new();

    /// <param name="claimed">When the claim was begun, by <see cref="TimeProvider.GetTimestamp"/>; the lease cannot have started earlier.</param>
    public TurnLease Hold(ClaimedTurn turn, long claimed)
    {
        var lease = new TurnLease(turn, Remaining(claimed), clock);
        _held[lease] = true;
        return lease;
    }

    public void Forget(TurnLease lease)
    {
        _held.TryRemove(lease, out _);
        lease.Dispose();
    }

    public void CancelAll()
    {
        foreach (var lease in _held.Keys) lease.Cancel();
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var held = _held.Keys.ToArray();
        if (held.Length == 0) return false;
        var asked = clock.GetTimestamp();
        var renewed = await mailboxes.RenewAsync(Array.ConvertAll(held, lease => lease.Turn), cancellationToken);
        foreach (var lease in held)
        {
            if (renewed.Contains((lease.Turn.SessionId, lease.Turn.Epoch))) lease.Renew(Remaining(asked));
            else lease.Cancel();
        }

        return false;
    }

    private TimeSpan Remaining(long since)
    {
        var remaining = options.Value.Lease - clock.GetElapsedTime(since);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
