using System.Diagnostics;
using EndToEnd.Tests.Graphs;
using Faults.FarSides;
using IntegrationDispatcher.Tests;

namespace Faults.Breaking;

/// <summary>Breaks one thing after the other while people speak, all kinds in turn, in an order and at moments that follow from the seed.</summary>
internal sealed class Saboteur(FaultGraph graph, FaultPlan plan)
{
    private static readonly TimeSpan _longestPeace = TimeSpan.FromSeconds(3), _patience = TimeSpan.FromMinutes(2), _pause = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(plan.Seed);
    private readonly PoisonEvents _poison = new(graph);

    /// <summary>What was broken, and how long after it was mended somebody new was answered.</summary>
    public List<(string Kind, TimeSpan Recovery)> Done { get; } = [];

    public IReadOnlyList<string> PoisonEvents => [.. _poison.Sent];

    public async Task BreakThingsAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var faults = Kinds().ToArray();
            _random.Shuffle(faults);
            foreach (var fault in faults)
            {
                if (Stopwatch.GetElapsedTime(started) > plan.Time) return;
                await Task.Delay(_longestPeace * _random.NextDouble(), cancellationToken);
                await BreakAsync(fault, cancellationToken);
            }
        }
    }

    private async Task BreakAsync(Fault fault, CancellationToken cancellationToken)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", fault.Kind);
        try
        {
            await fault.BreakAsync(_random);
            await Task.Delay(fault.Longest * _random.NextDouble(), cancellationToken);
        }
        finally
        {
            await fault.MendAsync();
        }

        var mended = Stopwatch.GetTimestamp();
        await AnsweredAsync(cancellationToken);
        Done.Add((fault.Kind, Stopwatch.GetElapsedTime(mended)));
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
        new Kill(graph, Graph.FrontDoor), new Kill(graph, Graph.Agents), new Kill(graph, Graph.Dispatcher), new KillAll(graph, Graph.Agents),
        new KillAll(graph, Graph.Dispatcher), new Kill(graph, Graph.Broker), new Kill(graph, Graph.Postgres), new Stop(graph, Graph.Broker), new Stop(graph, Graph.Postgres),
        new RollingRestart(graph), new Freeze(graph, Graph.FrontDoor), new Freeze(graph, Graph.Agents), new Freeze(graph, Graph.Dispatcher),
        new Cut(graph.ToBroker, Graph.Broker), new Cut(graph.ToDatabase, Graph.Postgres), new Unreachable(graph.ToBroker, Graph.Broker),
        new Unreachable(graph.ToDatabase, Graph.Postgres), new Slow(graph.ToBroker, Graph.Broker), new Slow(graph.ToDatabase, Graph.Postgres),
        .. Enum.GetValues<Mood>().Where(mood => mood != Mood.Answers).Select(mood => new OutOfSorts(graph.Webhooks.Server, "webhook", mood)),
        .. Enum.GetValues<Mood>().Where(mood => mood != Mood.Answers).Select(mood => new OutOfSorts(graph.Models, "model server", mood)),
        new MailTrouble(graph.Mail, "451", Script.Says(451)), new MailTrouble(graph.Mail, "closes", Script.DropsThere), new MailTrouble(graph.Mail, "hangs", Script.HangsThere),
        new Repeat(graph), _poison, new FullQueues(graph),
        new ClockJump(graph.Clock, TimeSpan.FromSeconds(90)), new ClockJump(graph.Clock, -TimeSpan.FromSeconds(90)),
    ];
}
