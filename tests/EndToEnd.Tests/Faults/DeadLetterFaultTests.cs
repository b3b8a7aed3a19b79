using System.Text;
using EndToEnd.Tests.Events;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Dead letters while the database or the broker is away: none is lost, and none is taken for replayed that is not.</summary>
[Collection<OnSlowGraph>]
public sealed class DeadLetterFaultTests(SlowGraph graph) : FaultTest(graph)
{
    private const string Service = "agent-service", Letters = GraphBroker.DeadLetters;

    [Fact]
    public async Task What_was_put_aside_while_the_database_was_away_is_kept_once_it_is_back()
    {
        string[] ids = [.. Enumerable.Range(0, 30).Select(_ => Guid.NewGuid().ToString())];
        await Graph.StopAsync(Graph.Postgres);
        foreach (var id in ids) await BuryAsync(id, "nothing but words");
        await Graph.StartAsync(Graph.Postgres);

        await Poll.UntilAsync(async () => (await Task.WhenAll(ids.Select(OpenCountAsync))).All(count => count == 1), "all are kept, each once");
    }

    [Fact]
    public async Task While_the_broker_is_away_nothing_is_replayed_and_nothing_is_marked()
    {
        var request = new RequestEvent();
        await BuryAsync(request.Id, request.Structured());
        var letter = await Graph.DeadLetterAsync(request.Id);
        await Graph.StopAsync(Graph.Broker);

        var one = await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay");
        var all = await Graph.Admin.PostAsync($"{Letters}/replay", new { service = Service });
        var after = (await Graph.Admin.GetAsync($"{Letters}/{letter["id"]}")).Must(200);
        await Graph.StartAsync(Graph.Broker);

        one.MustBeProblem(503, "broker_unavailable");
        all.MustBeProblem(503, "broker_unavailable");
        Assert.Null(after["replayed_at"]);
        await Poll.UntilAsync(async () => (await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay")).Status == 200, "the broker is back");
        await Poll.UntilAsync(async () => await Graph.Rows.CountAsync(RequestEvent.AnsweredTurns, request.Id) == 1, "the turn is answered");
    }

    private Task BuryAsync(string messageId, string body) => Graph.PublishAsync(
        "ssa.dead", Service, new() { ContentType = RequestEvent.StructuredMediaType, MessageId = messageId }, Encoding.UTF8.GetBytes(body));

    private Task<long> OpenCountAsync(string messageId) =>
        Graph.Rows.CountAsync("select count(*) from dead_letters where event_id = $1 and replayed_at is null", messageId);
}
