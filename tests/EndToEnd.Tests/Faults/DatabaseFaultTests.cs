using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Sessions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>The database goes and comes; what was accepted is answered, and nothing is accepted meanwhile.</summary>
[Collection<OnSlowGraph>]
public sealed class DatabaseFaultTests(SlowGraph graph) : FaultTest(graph)
{
    [Fact]
    public async Task What_was_accepted_before_the_database_went_is_answered_once_it_is_back()
    {
        const int each = 5;
        string[] people = [.. Enumerable.Range(0, 5).Select(_ => Somebody())];
        for (var number = 0; number < each; number++)
        {
            var replies = await Task.WhenAll(people.Select(person => Graph.Anyone.Async().AskAsync(person, $"question {number}")));
            Assert.All(replies, reply => reply.Must(202));
        }

        await Graph.StopAsync(Graph.Postgres);
        await Poll.UntilAsync(
            async () => await Graph.Anyone.GetAsync("/health") is { Status: 503 } health && health["status"] == "unhealthy",
            "the front door is unhealthy");
        (await Graph.Anyone.AskAsync(people[0], "Is anyone there?")).MustBeProblem(503, "unavailable");
        (await Graph.Anyone.GetAsync($"/api/v1/requests/{Guid.CreateVersion7()}")).MustBeProblem(503, "unavailable");
        (await Graph.Anyone.GetAsync($"/api/v1/users/{people[0]}/deliveries")).MustBeProblem(503, "unavailable");
        Assert.Equal(200, (await Graph.Anyone.GetAsync("/alive")).Status);
        await Graph.StartAsync(Graph.Postgres);

        await Graph.AnsweredAsync(people, people.Length * each);
        (await Graph.Rows.TurnsAsync(people)).MustBeAnsweredOnceAndInOrder(people.Length, each);
        await Graph.DeliveredOnceAsync(people, people.Length * each);
        await Poll.UntilAsync(async () => (await Graph.Anyone.GetAsync("/health")).Status == 200, "the front door is well again");
        (await Graph.Anyone.AskAsync(people[0], "Is anyone there now?")).Must(200);
    }
}
