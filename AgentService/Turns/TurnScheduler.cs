using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>
/// Begins as many turns as there are free slots and has each answered: those that come in, those that a turn's end makes ready, and every second
/// those that other replicas have left.
/// </summary>
internal sealed class TurnScheduler(
    TurnInbox inbox, Mailboxes mailboxes, AgentSlots slots, TurnLeases leases, TurnRunner runner, TimeProvider clock, ILogger<TurnScheduler> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private static readonly TimeSpan _claimTime = TimeSpan.FromSeconds(5);

    // The orchestrator kills a process six seconds after it asked it to stop; releasing what is unfinished needs some of that.
    private static readonly TimeSpan _finishTime = TimeSpan.FromSeconds(2.5);

    private readonly ConcurrentDictionary<TurnLease, Task> _running = new();
    private readonly SemaphoreSlim _claiming = new(1);
    private volatile ImmutableHashSet<string> _crowded = []; // bulkheads for which turns wait, or may: who comes in waits behind them
    private volatile bool _isStopping;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        var begun = clock.GetTimestamp();
        if (await _claiming.WaitAsync(_finishTime, CancellationToken.None)) _claiming.Release(); // one that was under way has its turns running
        await base.StopAsync(cancellationToken); // claims no more
        var running = Task.WhenAll(_running.Values);
        var left = _finishTime - clock.GetElapsedTime(begun);
        if (left > TimeSpan.Zero) await running.WaitAsync(left, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leases.CancelAll();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stores what came in, each request once, and in the same commit begins the turns that there is room for.</summary>
    public async Task TakeInAsync(IReadOnlyList<Envelope<RequestCreated>> requests, CancellationToken cancellationToken)
    {
        await _claiming.WaitAsync(cancellationToken); // what one claim leaves free is known to the next
        try
        {
            var free = Free().Where(slot => !_crowded.Contains(slot.Key)).ToDictionary();
            var begun = clock.GetTimestamp();
            var taken = await inbox.StoreAsync(requests, free, slots.Known, cancellationToken);
            foreach (var turn in taken.Begun) Start(turn, begun);
            if (taken.Crowded.Count == 0) return;
            _crowded = _crowded.Union(taken.Crowded);
            WakeUp.Set();
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
        await _claiming.WaitAsync(cancellationToken);
        try
        {
            var free = Free();
            if (free.Count == 0) return false; // a turn that ends wakes us
            using var limit = new CancellationTokenSource(_claimTime); // a claim that is cancelled may have committed: stopping waits for it
            var begun = clock.GetTimestamp();
            var claimed = await mailboxes.ClaimAsync(free, slots.Known, limit.Token);
            foreach (var turn in claimed) Start(turn, begun);
            var taken = claimed.CountBy(turn => turn.Bulkhead).ToDictionary();
            _crowded = _crowded.Except(free.Keys).Union(free.Where(slot => taken.GetValueOrDefault(slot.Key) >= slot.Value).Select(slot => slot.Key));
        }
        finally
        {
            _claiming.Release();
        }

        if (_crowded.IsEmpty) return false;
        await Task.Delay(Paces.Steady, cancellationToken); // the next claim has what becomes free until then
        return Free().Keys.Any(_crowded.Contains); // what became free while this claim was under way has woken nobody
    }

    private IReadOnlyDictionary<string, int> Free() => _isStopping ? ReadOnlyDictionary<string, int>.Empty : slots.Free();

    private void Start(ClaimedTurn turn, long claimed)
    {
        slots.Take(turn.Bulkhead);
        var lease = leases.Hold(turn, claimed);
        if (_isStopping) lease.Cancel(); // it came too late to be waited for
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
