using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Sessions;

namespace EndToEnd.Tests.Faults;

/// <summary>Who is told to stop ends by themselves, before the orchestrator loses its patience, and leaves what they had in hand to others.</summary>
[Collection<OnSlowGraph>]
public sealed class StopTests(SlowGraph graph) : FaultTest(graph)
{
    private const int People = 10, Each = 5, Requests = People * Each;

    private readonly string[] _people = [.. Enumerable.Range(0, People).Select(_ => Somebody())];

    [Theory]
    [InlineData(Graph.FrontDoor)]
    [InlineData(Graph.Agents)]
    [InlineData(Graph.Dispatcher)]
    public async Task A_replica_that_is_stopped_amid_its_work_is_not_killed(string name)
    {
        var stopped = (await Graph.InstancesOfAsync(name))[0];
        var asking = Graph.AskAsync(_people, Each);
        await Graph.AnsweredAsync(_people, 5);
        await Graph.StopInstanceAsync(stopped);
        var exitCode = Graph.ExitCodeOf(stopped);
        var replies = await asking;
        await Graph.AnsweredAsync(_people, replies.Count(reply => reply is { Status: 200 }));
        await Graph.StartInstanceAsync(stopped);

        Assert.Equal(0, exitCode);
        var turns = await Graph.Rows.TurnsAsync(_people);
        Assert.All(turns, turn => Assert.Equal(1, turn.Attempts)); // what is handed over was not tried
        if (name == Graph.FrontDoor) return; // its callers hear that it goes, and whoever repeats is answered by the other
        Assert.All(replies, reply => reply!.Must(200));
        turns.MustBeAnsweredOnceAndInOrder(People, Each);
        await Graph.DeliveredOnceAsync(_people, Requests);
    }
}
