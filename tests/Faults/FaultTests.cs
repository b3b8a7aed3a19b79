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
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    // Longer than anybody waits who sends again; Slack waits five minutes.
    private static readonly TimeSpan _longestStandstill = TimeSpan.FromMinutes(6);

    // Longer than anything of ours waits before it is looked for again: what comes late, or twice, has come by then.
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(15);

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
        var story = new Story(crowd.Sent, crowd.Orders, saboteur.PoisonEvents, saboteur.Done);
        IReadOnlyList<Broken> broken = [.. Account.Settle(story, books), .. LeftBehind(books)];
        var report = Report.Of(plan, story, books, broken);
        await File.WriteAllTextAsync(plan.Report ?? Path.Combine(AppContext.BaseDirectory, "faults.md"), report, cancelled);
        Assert.True(broken.Count == 0, report);
        MuchHappened(story, books);
    }

    private static IEnumerable<Broken> LeftBehind(Books books)
    {
        if (books.Requests.All(row => row.RequestId != FirstVersion.RequestId || row.Answer != "echo: left behind"))
            yield return new(Promise.NothingLost, "what the first version left behind was not answered");
    }

    // Where nothing goes on, nothing can go wrong.
    private static void MuchHappened(Story story, Books books)
    {
        Assert.True(story.Sent.Count(one => one.Intake == Intake.Accepted) > story.Sent.Count * 2 / 3, "Little was accepted.");
        Assert.Contains(books.Requests, row => row.Status == "FAILED");
        Assert.Contains(books.Effects, effect => effect.Integration == "WEBHOOK");
        Assert.Contains(books.Effects, effect => effect.Integration == "EMAIL");
        Assert.Contains(story.Orders, order => order.Number is not null);
        Assert.NotEmpty(books.TakenFromSlack);
        Assert.NotEmpty(story.Breakages);
    }

    // What is still open where nothing moves any more is found by the accounting.
    private async Task QuietAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        var last = await OpenAsync();
        while (TimeProvider.System.GetElapsedTime(since) < (last == 0 ? _quiet : _longestStandstill))
        {
            await Task.Delay(_pause, cancellationToken);
            var now = await OpenAsync();
            if (now != last) since = TimeProvider.System.GetTimestamp();
            last = now;
        }
    }

    private async Task<long> OpenAsync() =>
        await graph.OpenAsync() + await graph.WaitingEventsAsync() + (await graph.MentionsAsync()).Count(mention => mention.ComesAgain);
}
