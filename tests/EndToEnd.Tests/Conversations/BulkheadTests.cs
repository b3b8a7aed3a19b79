using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Conversations;

/// <summary>Many conversations with an agent whose model is slow hold up nobody who talks to another.</summary>
[Collection<OnSlowGraph>]
public sealed class BulkheadTests(SlowGraph graph) : EndToEndTest(graph)
{
    private const int Slow = 128;

    private readonly string _crowd = $"crowd-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_fast_agent_answers_while_a_hundred_and_more_wait_for_a_slow_one()
    {
        await Parallel.ForAsync(0, Slow, TestContext.Current.CancellationToken, async (number, _) =>
            (await Graph.Tool.Async().AskToolAsync($"{_crowd}-{number}", "Take your time", SlowGraph.SlowAgent)).Must(202));
        (await Graph.Anyone.AskAsync(Somebody(), "Quick")).Must(200);

        Assert.True(await AnsweredAsync() <= Slow / 2, "the fast one came before half of the slow ones");
        await Poll.UntilAsync(async () => await AnsweredAsync() == Slow, "the slow ones are answered too");
    }

    private Task<long> AnsweredAsync() =>
        Graph.Rows.CountAsync("select count(*) from agent_turns where completed_at is not null and request->>'user_id' like $1", $"{_crowd}-%");
}
