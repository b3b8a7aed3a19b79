using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Sessions;

namespace EndToEnd.Tests.Faults;

/// <summary>Without a broker the rows alone carry what a service missed.</summary>
[Collection<OnDirectGraph>]
public sealed class DirectFaultTests(DirectGraph graph) : FaultTest(graph)
{
    private const int Requests = 5;

    [Fact]
    public async Task There_is_no_broker_and_nobody_misses_it()
    {
        var health = (await Graph.Anyone.GetAsync("/health")).Must(200);

        Assert.False(Graph.Has(Graph.Broker));
        Assert.Equal("healthy", health["status"]);
        Assert.Null(health.Find("services.broker"));
    }

    [Fact]
    public async Task A_dispatcher_that_was_away_gets_the_answers_it_missed()
    {
        var person = Somebody();
        await Graph.StopAsync(Graph.Dispatcher);
        for (var number = 0; number < Requests; number++) (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        await Graph.StartAsync(Graph.Dispatcher);

        await Graph.DeliveredOnceAsync([person], Requests);
    }

    [Fact]
    public async Task An_agent_service_that_was_away_answers_in_order_what_was_asked_meanwhile()
    {
        var person = Somebody();
        await Graph.StopAsync(Graph.Agents);
        for (var number = 0; number < Requests; number++) (await Graph.Anyone.Async().AskAsync(person, "Hello")).Must(202);
        await Graph.StartAsync(Graph.Agents);

        await Graph.AnsweredAsync([person], Requests);
        (await Graph.Rows.TurnsAsync(person)).MustBeAnsweredOnceAndInOrder(1, Requests);
        await Graph.DeliveredOnceAsync([person], Requests);
    }
}
