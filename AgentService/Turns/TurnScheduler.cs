using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using Npgsql;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>
/// Claims as many ready turns as there are free slots and has each answered: with what the intake commits, when a turn's end may let another
/// begin, and every second, for sessions of replicas that died.
/// </summary>
internal sealed class TurnScheduler(
    Mailboxes mailboxes, AgentSlots slots, TurnLeases leases, TurnRunner runner, TimeProvider clock, ILogger<TurnScheduler> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger), IReadyTurns
{
    private static readonly TimeSpan _claimTime = TimeSpan.FromSeconds(5);

    // The orchestrator kills a process six seconds after it asked it to stop; releasing what is unfinished needs some of that.
    private static readonly TimeSpan _finishTime = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<TurnLease, Task> _running = new();
    private readonly SemaphoreSlim _claiming = new(1);
    private volatile bool _isStopping;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (await _claiming.WaitAsync(_finishTime, CancellationToken.None)) _claiming.Release(); // one that was under way has its turns running
        await base.StopAsync(cancellationToken); // claims no more
        var running = Task.WhenAll(_running.Values);
        await running.WaitAsync(_finishTime, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leases.CancelAll();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task ClaimAsync(IReadOnlyList<NpgsqlBatchCommand> before, CancellationToken cancellationToken)
    {
        await _claiming.WaitAsync(cancellationToken); // what one claim leaves free is known to the next
        try
        {
            var free = _isStopping ? ReadOnlyDictionary<string, int>.Empty : slots.Free();
            if (free.Count == 0 && before.Count == 0) return; // a turn that ends wakes us
            // A claim that is cancelled may have committed: stopping waits for it, and hands over what it brought. What others commit with it is
            // theirs to give up.
            using var limit = before.Count == 0 ? new(_claimTime) : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var begun = clock.GetTimestamp();
            foreach (var turn in await mailboxes.ClaimAsync(free, slots.Known, before, limit.Token)) Start(turn, begun);
        }
        finally
        {
            _claiming.Release();
        }
    }

    public override void Dispose()
    {
        _claiming.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await ClaimAsync([], cancellationToken);
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
        var isReady = true;
        try
        {
            isReady = await runner.RunAsync(turn, lease.Lost);
        }
        finally
        {
            leases.Forget(lease);
            if (slots.Return(turn.Bulkhead) || isReady) WakeUp.Set();
        }
    }
}
