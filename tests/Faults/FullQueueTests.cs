using EndToEnd.Tests.Support;
using Faults.Accounting;
using Faults.Breaking;

namespace Faults;

/// <summary>A queue that could take no more takes events again, and what was rejected meanwhile comes through.</summary>
[Collection<OnFaultGraph>]
public sealed class FullQueueTests(FaultGraph graph) : EndToEndTest(graph)
{
    private const int Asked = 10;

    [Fact]
    public async Task What_a_full_queue_rejected_comes_through_when_there_is_room()
    {
        var person = $"person-{Guid.NewGuid():N}@company.com";
        var full = new FullQueues(graph);
        await full.BreakAsync(new Random(1));
        for (var number = 0; number < Asked; number++) (await graph.Anyone.Async().AskAsync(person, $"full {number}")).Must(202);
        await Poll.UntilAsync(async () => await graph.WaitingEventsAsync() > 0, "a queue is full");
        await full.MendAsync();

        await Poll.UntilAsync(async () => await graph.OpenAsync() == 0, "all are answered, and each answer was taken in");
    }
}
