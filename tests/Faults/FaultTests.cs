using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using Faults.Accounting;
using Faults.Breaking;
using Faults.Load;

namespace Faults;

/// <summary>While people speak, one thing after the other is broken. Once all is whole and quiet again, every promise has been kept.</summary>
[Collection<OnFaultGraph>]
public sealed class FaultTests(FaultGraph graph) : EndToEndTest(graph)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(10), _pause = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Whatever_breaks_every_promise_is_kept()
    {
        var plan = FaultPlan.Chosen;
        var cancelled = TestContext.Current.CancellationToken;
        var crowd = new Crowd(graph, plan);
        await crowd.SettleInAsync();
        var saboteur = new Saboteur(graph, plan);

        var speaking = Task.WhenAll(crowd.SpeakAsync(cancelled), new SlackTalk(graph.Workspace, plan).SpeakAsync(cancelled));
        await saboteur.BreakThingsAsync(cancelled);
        await speaking;
        await graph.RestoreAsync();
        await QuietAsync(cancelled);

        var books = await graph.BooksAsync(crowd.Wanted);
        var broken = Account.Settle(crowd.Sent, crowd.Orders, saboteur.PoisonEvents, books);
        var report = Report.Of(plan, crowd.Sent, crowd.Orders, saboteur, books, broken);
        await File.WriteAllTextAsync(plan.Report ?? Path.Combine(AppContext.BaseDirectory, "faults.md"), report, cancelled);
        Assert.True(broken.Count == 0, report);
        Assert.Equal("echo: left behind", books.Requests.Single(row => row.RequestId == FirstVersion.RequestId).Answer);
    }

    // What is still open when the time is up is found by the accounting.
    private async Task QuietAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await graph.OpenAsync() > 0 && TimeProvider.System.GetElapsedTime(started) < _quiet) await Task.Delay(_pause, cancellationToken);
    }
}
