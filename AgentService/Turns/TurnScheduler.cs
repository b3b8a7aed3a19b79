using System.Collections.Concurrent;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>
/// Claims as many ready turns as there are free slots and has each answered. Woken by intake and by every turn that ends; looks by itself
/// every second, for sessions of replicas that died.
/// </summary>
internal sealed class TurnScheduler(
    Mailboxes mailboxes, AgentSlots slots, TurnLeases leases, TurnRunner runner, TimeProvider clock, ILogger<TurnScheduler> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private static readonly TimeSpan _claimTime = TimeSpan.FromSeconds(5);

    // The orchestrator kills a process six seconds after it asked it to stop; releasing what is unfinished needs some of that.
    private static readonly TimeSpan _finishTime = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<TurnLease, Task> _running = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken); // claims no more
        var running = Task.WhenAll(_running.Values);
        await running.WaitAsync(_finishTime, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leases.CancelAll();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var free = slots.Free();
        if (free.Count == 0) return false; // a turn that ends wakes us
        // A claim that is cancelled may have committed: stopping waits for it, and hands over what it brought.
        using var limit = new CancellationTokenSource(_claimTime);
        var begun = clock.GetTimestamp();
        foreach (var turn in await mailboxes.ClaimAsync(free, slots.Known, limit.Token)) Start(turn, begun);
        return false;
    }

    private void Start(ClaimedTurn turn, long claimed)
    {
        slots.Take(turn.Bulkhead);
        var lease = leases.Hold(turn, claimed);
        var running = RunAsync(turn, lease);
        _running[lease] = running;
        running.ContinueWith(_ => _running.TryRemove(lease, out var _), TaskScheduler.Default);
    }

    private async Task RunAsync(ClaimedTurn turn, TurnLease lease)
    {
        await Task.Yield(); // the claim loop goes on
        try
        {
            await runner.RunAsync(turn, lease.Lost);
        }
        finally
        {
            leases.Forget(lease);
            slots.Return(turn.Bulkhead);
            WakeUp.Set();
        }
    }
}
