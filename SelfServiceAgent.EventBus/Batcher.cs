using System.Diagnostics;
using System.Threading.Channels;

namespace SelfServiceAgent.EventBus;

/// <summary>
/// Lets what happens at the same time share one commit: whatever has queued up while the last batch ran makes the next one.
/// Nothing waits while the system is idle.
/// </summary>
/// <param name="maxSize">The most items one batch holds.</param>
/// <param name="run">
/// Commits a batch. When it cannot for what is in it, or for a lock that another batch holds while it waits for one of this batch's, the items are
/// tried one by one, and each gets its own exception.
/// </param>
/// <param name="pace">
/// The time from the start of one batch to that of the next, unless somebody waits for an item: where much is going on, more of it shares a commit. Zero
/// for none.
/// </param>
public sealed class Batcher<TItem>(int maxSize, Func<IReadOnlyList<TItem>, CancellationToken, Task> run, TimeSpan pace = default) : IAsyncDisposable
{
    private readonly Channel<Entry> _queue = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private readonly SemaphoreSlim _awaited = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _running;

    /// <summary>Completes when the item's batch is committed. A cancelled caller stops waiting; its item is still committed.</summary>
    public Task AddAsync(TItem item, CancellationToken cancellationToken)
    {
        EnsureRunning();
        var entry = new Entry(item);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(entry), this);
        return entry.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The same for an item that somebody waits for: its batch does not keep to the pace.</summary>
    public Task AddAwaitedAsync(TItem item, CancellationToken cancellationToken)
    {
        var added = AddAsync(item, cancellationToken);
        _awaited.Release();
        return added;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        if (_running is not null) await _running;
        while (_queue.Reader.TryRead(out var entry)) entry.Done.TrySetException(new ObjectDisposedException(ToString()));
        _stopping.Dispose();
        _awaited.Dispose();
    }

    private void EnsureRunning()
    {
        if (_running is not null) return;
        lock (_starting)
        {
            if (_running is not null) return;
            using var apart = ExecutionContext.SuppressFlow(); // the loop outlives the call that starts it and must not be part of its trace
            _running = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<Entry>(maxSize);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_stopping.Token))
            {
                batch.Clear();
                while (_awaited.Wait(0, CancellationToken.None))
                {
                    // those it tells of are in the queue already, and in this batch
                }

                while (batch.Count < maxSize && _queue.Reader.TryRead(out var entry)) batch.Add(entry);
                if (batch.Count == 0) continue;
                var started = Stopwatch.GetTimestamp();
                await RunBatchAsync(batch);
                if (batch.Count < maxSize && pace - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } rest) await _awaited.WaitAsync(rest, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // disposed; whoever still waits is told by DisposeAsync
        }
    }

    // One item that cannot be committed must not take those with it that only came at the same time.
    private async Task RunBatchAsync(IReadOnlyList<Entry> batch)
    {
        try
        {
            await run([.. batch.Select(entry => entry.Item)], _stopping.Token);
            foreach (var entry in batch) entry.Done.TrySetResult();
        }
        catch (Exception e) when (batch.Count > 1 && e is not OperationCanceledException && !IsAway(e))
        {
            Exception? away = null; // for one, and for those after it as well, which need not each wait for it
            foreach (var entry in batch)
            {
                if (away is not null) entry.Done.TrySetException(away);
                else await RunBatchAsync([entry]);
                if (entry.Done.Task.Exception?.InnerException is { } fault && IsAway(fault)) away = fault;
            }
        }
#pragma warning disable CA1031 // the exception belongs to those who wait for this batch; the next batch must run
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var entry in batch) entry.Done.TrySetException(e);
        }
    }

    private static bool IsAway(Exception e) => TransientFaults.Is(e) && !TransientFaults.IsDeadlock(e);

    private sealed record Entry(TItem Item)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
