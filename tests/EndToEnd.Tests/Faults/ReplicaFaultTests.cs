using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Sessions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Replicas die without a word; what was accepted is answered, once and in order.</summary>
[Collection<OnSlowGraph>]
public sealed class ReplicaFaultTests(SlowGraph graph) : FaultTest(graph)
{
    private const int People = 10, Each = 5, Requests = People * Each;

    private readonly string[] _people = [.. Enumerable.Range(0, People).Select(_ => Somebody())];

    [Fact]
    public async Task An_agent_service_killed_while_fifty_wait_leaves_nobody_without_an_answer()
    {
        var victim = (await Graph.InstancesOfAsync(Graph.Agents))[0];
        var asking = Graph.AskAsync(_people, Each);
        await Graph.AnsweredAsync(_people, 5);
        await Graph.KillInstanceAsync(victim);
        var replies = await asking;
        await Graph.StartInstanceAsync(victim);

        await AllAreAnsweredOnceAsync(replies);
    }

    [Fact]
    public async Task All_agent_services_killed_at_once_go_on_where_they_were()
    {
        var victims = await Graph.InstancesOfAsync(Graph.Agents);
        var asking = Graph.AskAsync(_people, Each);
        await Graph.AnsweredAsync(_people, 5);
        await Task.WhenAll(victims.Select(Graph.KillInstanceAsync));
        foreach (var victim in victims) await Graph.StartInstanceAsync(victim);

        await AllAreAnsweredOnceAsync(await asking);
    }

    [Fact]
    public async Task A_front_door_killed_while_fifty_wait_loses_calls_but_no_answers()
    {
        var victim = (await Graph.InstancesOfAsync(Graph.FrontDoor))[0];
        var asking = Graph.AskAsync(_people, Each);
        await Graph.AskedAsync(_people, Requests);
        await Graph.KillInstanceAsync(victim);
        var replies = await asking;
        await Graph.AnsweredAsync(_people, Requests);

        Assert.All(replies.OfType<Reply>(), reply => reply.Must(200));
        Assert.Contains(replies, reply => reply is not null); // the other replica answered its own
        var turns = await Graph.Rows.TurnsAsync(_people);
        foreach (var turn in turns)
            Assert.Equal("completed", (await Graph.Anyone.GetAsync($"/api/v1/requests/{turn.RequestId}")).Must(200)["status"]);
        await Graph.StartInstanceAsync(victim);
        turns.MustBeAnsweredOnceAndInOrder(People, Each);
        Assert.All(turns, turn => Assert.Equal($"echo: {turn.Question}", turn.Answer));
        await Graph.DeliveredOnceAsync(_people, Requests);
    }

    [Fact]
    public async Task A_dispatcher_killed_while_answers_come_in_delivers_each_once_after_it_is_back()
    {
        var victim = (await Graph.InstancesOfAsync(Graph.Dispatcher))[0];
        var asking = Graph.AskAsync(_people, Each);
        await Graph.AnsweredAsync(_people, 5);
        await Graph.KillInstanceAsync(victim);
        var replies = await asking;
        await Graph.StartInstanceAsync(victim);

        await AllAreAnsweredOnceAsync(replies);
    }

    private async Task AllAreAnsweredOnceAsync(Reply?[] replies)
    {
        Assert.All(replies, reply => reply!.Must(200));
        var turns = await Graph.Rows.TurnsAsync(_people);
        turns.MustBeAnsweredOnceAndInOrder(People, Each);
        var byRequest = turns.ToDictionary(turn => turn.RequestId);
        Assert.All(replies, reply => Assert.Equal($"echo: {byRequest[reply!.RequestId].Question}", reply.Content));
        Assert.All(turns, turn => Assert.InRange(turn.Attempts, 1, 2));
        await Graph.DeliveredOnceAsync(_people, Requests);
    }
}
