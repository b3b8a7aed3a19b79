using System.Diagnostics;
using EndToEnd.Tests.Graphs;
using Faults.FarSides;
using IntegrationDispatcher.Tests;

namespace Faults.Breaking;

/// <summary>Breaks one thing after the other while people speak, all kinds in turn, in an order and at moments that follow from the seed.</summary>
internal sealed class Saboteur(FaultGraph graph, FaultPlan plan)
{
    private static readonly TimeSpan _longestPeace = TimeSpan.FromSeconds(3), _patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private static readonly Mood[] _moods = [.. Enum.GetValues<Mood>().Where(mood => mood != Mood.Answers)];

    private readonly Random _random = new(plan.Seed);
    private readonly PoisonEvents _poison = new(graph);

    /// <summary>What was broken, in that order.</summary>
    public List<Breakage> Done { get; } = [];

    public IReadOnlyList<string> PoisonEvents => [.. _poison.Sent];

    public async Task BreakThingsAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var faults = Kinds().Where(fault => fault.Kind.Contains(plan.Only, StringComparison.Ordinal)).ToArray();
            if (faults.Length == 0) throw new ArgumentException($"No fault has '{plan.Only}' in its name.");
            _random.Shuffle(faults);
            foreach (var fault in faults)
            {
                if (Stopwatch.GetElapsedTime(started) > plan.Time) return;
                await Task.Delay(_longestPeace * _random.NextDouble(), cancellationToken);
                await BreakAsync(fault, new Random(_random.Next()), cancellationToken); // however much chance a fault uses up
            }
        }
    }

    private async Task BreakAsync(Fault fault, Random random, CancellationToken cancellationToken)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", fault.Kind);
        var broken = DateTimeOffset.UtcNow;
        var trouble = await TroubleOfAsync(async () =>
        {
            await fault.BreakAsync(random);
            await Task.Delay(fault.Longest * ((1 + random.NextDouble()) / 2), cancellationToken);
        });
        var mended = DateTimeOffset.UtcNow;
        trouble ??= await TroubleOfAsync(fault.MendAsync);
        trouble ??= await TroubleOfAsync(() => AnsweredAsync(cancellationToken));
        Done.Add(new(fault.Kind, broken, mended, trouble));
        if (trouble is null) return;
        await TroubleOfAsync(fault.MendAsync);
        await graph.RestoreAsync();
    }

    private static async Task<string?> TroubleOfAsync(Func<Task> step)
    {
        try
        {
            await step();
            return null;
        }
#pragma warning disable CA1031 // the accounting tells, whatever it was
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return e.Message;
        }
    }

    // Somebody nobody has heard of: what others wait for is not ahead of them.
    private async Task AnsweredAsync(CancellationToken cancellationToken)
    {
        var (key, person) = (Guid.NewGuid().ToString(), $"probe-{Guid.NewGuid():N}");
        var client = graph.Anyone.With("Idempotency-Key", key);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < _patience)
        {
            try
            {
                if ((await client.AskAsync(person, "Are you there?")).Status == 200) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // not yet
            }

            await Task.Delay(_pause, cancellationToken);
        }

        throw new InvalidOperationException("Nobody is answered any more.");
    }

    private IEnumerable<Fault> Kinds() =>
    [
        .. Each(name => new Kill(graph, name), [.. FaultGraph.Services, Graph.Broker, Graph.Postgres]),
        .. Each(name => new KillAll(graph, name), FaultGraph.Services),
        .. Each(name => new KillAmidWork(graph, name), FaultGraph.Services),
        .. Each(name => new Freeze(graph, name), FaultGraph.Services),
        .. Each(name => new Stop(graph, name), [Graph.Broker, Graph.Postgres]),
        new RollingRestart(graph),
        new Cut(graph.ToBroker, Graph.Broker), new Cut(graph.ToDatabase, Graph.Postgres),
        new Unreachable(graph.ToBroker, Graph.Broker), new Unreachable(graph.ToDatabase, Graph.Postgres),
        new Slow(graph.ToBroker, Graph.Broker), new Slow(graph.ToDatabase, Graph.Postgres),
        .. _moods.Select(mood => new OutOfSorts(graph.Webhooks.Server, "webhook", mood)),
        .. _moods.Select(mood => new OutOfSorts(graph.Models, "model server", mood)),
        new MailTrouble(graph.Mail, "451", Script.Says(451)), new MailTrouble(graph.Mail, "closes", Script.DropsThere),
        new MailTrouble(graph.Mail, "hangs", Script.HangsThere),
        new Repeat(graph), _poison, new FullQueues(graph),
        new ClockJump(graph.Clock, TimeSpan.FromSeconds(90)), new ClockJump(graph.Clock, -TimeSpan.FromSeconds(90)),
    ];

    private static IEnumerable<Fault> Each(Func<string, Fault> kind, IEnumerable<string> names) => names.Select(kind);
}

/// <summary>Something that was broken and mended.</summary>
/// <param name="MendedAt">From when on it could work again; a process has yet to start then.</param>
/// <param name="Trouble">Why it did not come to that; null when it did, and somebody new was answered.</param>
internal sealed record Breakage(string Kind, DateTimeOffset BrokenAt, DateTimeOffset MendedAt, string? Trouble);
