using System.Data.Common;
using SelfServiceAgent.EventBus;

namespace EventBus.Tests;

public sealed class BatcherTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_while_a_batch_runs_shares_the_next_one()
    {
        var gate = new TaskCompletionSource();
        var batches = new List<int[]>();
        await using var batcher = new Batcher<int>(10, async (items, _) =>
        {
            batches.Add([.. items]);
            if (batches.Count == 1) await gate.Task;
        });
        var first = batcher.AddAsync(0, Ct);
        while (batches.Count == 0) await Task.Yield();
        var others = Enumerable.Range(1, 12).Select(item => batcher.AddAsync(item, Ct)).ToArray();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 10, 2], batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task What_somebody_waits_for_does_not_keep_to_the_pace()
    {
        var batches = new List<int[]>();
        await using var batcher = new Batcher<int>(10, (items, _) =>
        {
            batches.Add([.. items]);
            return Task.CompletedTask;
        }, pace: TimeSpan.FromDays(1));
        await batcher.AddAsync(1, Ct);
        var patient = batcher.AddAsync(2, Ct);
        await batcher.AddAwaitedAsync(3, Ct);
        await patient;
        await batcher.AddAwaitedAsync(4, Ct);
        Assert.Equal([[1], [2, 3], [4]], batches);
    }

    [Fact]
    public async Task One_item_that_cannot_be_committed_does_not_take_the_others_with_it()
    {
        var gate = new TaskCompletionSource();
        await using var batcher = new Batcher<int>(10, async (items, _) =>
        {
            await gate.Task;
            if (items.Contains(2)) throw new InvalidDataException();
        });
        var all = Enumerable.Range(0, 5).Select(item => batcher.AddAsync(item, Ct)).ToArray();
        gate.SetResult();
        await Assert.ThrowsAsync<InvalidDataException>(() => all[2]);
        await Task.WhenAll(all.Where((_, item) => item != 2));
    }

    [Fact]
    public async Task A_fault_that_passes_is_everyones()
    {
        var runs = 0;
        await using var batcher = new Batcher<int>(10, (_, _) => Interlocked.Increment(ref runs) == 1 ? throw new TimeoutException() : Task.CompletedTask);
        await Assert.ThrowsAsync<TimeoutException>(() => batcher.AddAsync(1, Ct));
        await batcher.AddAsync(2, Ct);
    }

    [Fact]
    public async Task What_waited_for_each_other_is_tried_alone()
    {
        var gate = new TaskCompletionSource();
        await using var batcher = new Batcher<int>(10, async (items, _) =>
        {
            await gate.Task;
            if (items.Count > 1) throw new Deadlock();
        });
        var all = Enumerable.Range(0, 5).Select(item => batcher.AddAsync(item, Ct)).ToArray();
        gate.SetResult();
        await Task.WhenAll(all);
    }

    [Fact]
    public async Task What_is_away_for_one_is_away_for_those_after_it()
    {
        var gate = new TaskCompletionSource();
        var tried = new List<int>();
        await using var batcher = new Batcher<int>(10, async (items, _) =>
        {
            await gate.Task;
            if (items.Count > 1) throw new InvalidDataException();
            tried.Add(items[0]);
            if (items[0] == 1) throw new TimeoutException();
        });
        var first = batcher.AddAsync(-1, Ct);
        var all = Enumerable.Range(0, 5).Select(item => batcher.AddAsync(item, Ct)).ToArray();
        gate.SetResult();
        await Task.WhenAll(first, all[0]);
        foreach (var one in all[1..]) await Assert.ThrowsAsync<TimeoutException>(() => one);
        Assert.Equal([-1, 0, 1], tried);
    }

    [Fact]
    public async Task What_comes_between_two_batches_with_a_pace_shares_the_second()
    {
        var batches = new List<int[]>();
        await using var batcher = new Batcher<int>(10, (items, _) =>
        {
            batches.Add([.. items]);
            return Task.CompletedTask;
        }, TimeSpan.FromSeconds(2));
        await batcher.AddAsync(0, Ct);
        var others = new List<Task>();
        foreach (var item in Enumerable.Range(1, 5))
        {
            others.Add(batcher.AddAsync(item, Ct));
            await Task.Delay(20, Ct); // time enough for a batch of its own
        }

        await Task.WhenAll(others);
        Assert.Equal([1, 5], batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task Nobody_waits_for_a_batcher_that_is_gone()
    {
        var batcher = new Batcher<int>(10, (_, stopping) => Task.Delay(Timeout.Infinite, stopping));
        var waiting = batcher.AddAsync(1, Ct);
        await batcher.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    private sealed class Deadlock : DbException
    {
        public override string SqlState => "40P01";
    }
}
