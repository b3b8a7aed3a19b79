using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Sessions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>The broker goes and comes; what was accepted is answered.</summary>
[Collection<OnSlowGraph>]
public sealed class BrokerFaultTests(SlowGraph graph) : FaultTest(graph)
{
    [Fact]
    public async Task What_is_asked_while_the_broker_is_away_is_answered_in_order_once_it_is_back()
    {
        const int requests = 5;
        var person = Somebody();
        await Graph.StopAsync(Graph.Broker);
        await Poll.UntilAsync(async () => await HealthAsync() == "degraded", "the front door is degraded");
        var accepted = new List<Reply>();
        for (var number = 0; number < requests; number++)
            accepted.Add((await Graph.Anyone.Async().AskAsync(person, $"question {number}")).Must(202));
        var health = (await Graph.Anyone.GetAsync("/health")).Must(200);
        await Graph.StartAsync(Graph.Broker);

        Assert.Equal(("degraded", "true"), (health["status"], health["database_connected"]));
        for (var number = 0; number < requests; number++)
        {
            var answer = await Graph.Anyone.EndOfAsync(accepted[number].RequestId);
            Assert.Equal($"echo: question {number}", answer.Content);
        }

        var turns = await Graph.Rows.TurnsAsync(person);
        turns.MustBeAnsweredOnceAndInOrder(1, requests);
        Assert.Equal(accepted.Select(reply => reply.RequestId), turns.Select(turn => turn.RequestId));
        Assert.All(turns, turn => Assert.Equal(1, turn.Attempts));
        await Graph.DeliveredOnceAsync([person], requests);
        await Poll.UntilAsync(async () => await HealthAsync() == "healthy", "the front door is healthy again");
    }

    [Fact]
    public async Task Calls_that_wait_while_the_broker_restarts_get_their_answer()
    {
        string[] people = [Somebody(), Somebody(), Somebody()];
        const int each = 5;
        var asking = Graph.AskAsync(people, each);
        await Graph.AskedAsync(people, people.Length * each);
        await Graph.StopAsync(Graph.Broker);
        await Graph.StartAsync(Graph.Broker);
        var replies = await asking;

        Assert.All(replies, reply => reply!.Must(200));
        (await Graph.Rows.TurnsAsync(people)).MustBeAnsweredOnceAndInOrder(people.Length, each);
        await Graph.DeliveredOnceAsync(people, people.Length * each);
    }

    private async Task<string?> HealthAsync() => (await Graph.Anyone.GetAsync("/health")).Must(200)["status"];
}
