using System.Collections.Concurrent;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>
/// Claims as many ready turns as there are free slots and has each answered. Woken by intake and by every turn that ends; looks by itself
/// every second, for sessions of replicas that died.
/// </summary>
internal sealed class TurnScheduler(Mailboxes mailboxes, AgentSlots slots, TurnLeases leases, TurnRunner runner, ILogger<TurnScheduler> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    // The orchestrator kills a process six seconds after it asked it to stop; releasing what is unfinished needs some of that.
    private static readonly TimeSpan _finishTime = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<TurnLease, Task> _running = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken); // claims no more
        var running = Task.WhenAll(_running.Values);
        await running.WaitAsync(_finishTime, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leases.CancelAll();
        await running;
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var free = slots.Free();
        if (free.Count == 0) return false; // a turn that ends wakes us
        foreach (var turn in await mailboxes.ClaimAsync(free, slots.Known, cancellationToken)) Start(turn);
        return false;
    }

    private void Start(ClaimedTurn turn)
    {
        slots.Take(turn.Bulkhead);
        var lease = leases.Hold(turn);
        var running = RunAsync(turn, lease);
        _running[lease] = running;
        if (running.IsCompleted) _running.TryRemove(lease, out _);
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
            _running.TryRemove(lease, out _);
            WakeUp.Set();
        }
    }
}
