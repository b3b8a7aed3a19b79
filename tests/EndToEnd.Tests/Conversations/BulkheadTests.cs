using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Conversations;

/// <summary>Many conversations with an agent whose model is slow hold up nobody who talks to another.</summary>
[Collection<OnSlowGraph>]
public sealed class BulkheadTests(SlowGraph graph) : EndToEndTest(graph)
{
    private const int Slow = 128, SlotsOfBothReplicas = 64;

    private const string IsBegun = "exists (select from agent_mailboxes m where m.session_id = agent_turns.session_id and m.claim_id is not null)";

    private readonly string _crowd = $"crowd-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_fast_agent_answers_before_any_of_a_hundred_and_more_who_wait_for_a_slow_one()
    {
        await Parallel.ForAsync(0, Slow, TestContext.Current.CancellationToken, async (number, _) =>
            (await Graph.Tool.Async().AskToolAsync($"{_crowd}-{number}", "Take your time", SlowGraph.SlowAgent)).Must(202));
        await Poll.UntilAsync(async () => await CountAsync("true") == Slow, "all slow ones are there");
        await Poll.UntilAsync(async () => await CountAsync(IsBegun) == SlotsOfBothReplicas, "the slow one has no slot left");
        (await Graph.Anyone.AskAsync(Somebody(), "Quick")).Must(200);

        Assert.Equal(0, await CountAsync("completed_at is not null"));
        await Poll.UntilAsync(async () => await CountAsync("completed_at is not null") == Slow, "the slow ones are answered too");
    }

    private Task<long> CountAsync(string condition) =>
        Graph.Rows.CountAsync($"select count(*) from agent_turns where request->>'user_id' like $1 and {condition}", $"{_crowd}-%");
}
