using EndToEnd.Tests.Forgetting;
using EndToEnd.Tests.Graphs;

namespace EndToEnd.Tests.Faults;

/// <summary>An erasure takes as long as it takes: it waits for answers, and for services that are away.</summary>
[Collection<OnSlowGraph>]
public sealed class ErasureFaultTests(SlowGraph graph) : FaultTest(graph)
{
    [Fact]
    public async Task What_is_unanswered_is_answered_first_and_a_service_that_is_away_is_asked_when_it_is_back()
    {
        await Graph.StopAsync(Graph.Dispatcher);
        var person = Somebody();
        var asked = (await Graph.Tool.Async().AskToolAsync(person, "Take your time", SlowGraph.SlowAgent)).Must(202);

        var erasure = await Graph.Admin.EraseAsync(person);
        await Graph.Admin.StandsAsync(erasure, Graph.FrontDoor, "UNDER_WAY", waiting: 1);
        Assert.Equal("completed", (await Graph.Tool.EndOfAsync(asked.RequestId))["status"]);
        await Graph.Admin.StandsAsync(erasure, Graph.Dispatcher, "UNREACHABLE", waiting: 0);
        (await Graph.Tool.GetAsync($"/api/v1/requests/{asked.RequestId}")).Must(200);
        await Graph.StartAsync(Graph.Dispatcher);
        var done = await Graph.Admin.ErasedAsync(erasure);
        (await Graph.Tool.GetAsync($"/api/v1/requests/{asked.RequestId}")).MustBeProblem(404, "request_not_found");
        Assert.Equal("1", done[$"services.{Graph.Agents}.erased"]);
    }
}
