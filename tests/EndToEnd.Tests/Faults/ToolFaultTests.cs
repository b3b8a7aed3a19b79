using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>
/// All agents are killed at some moment after a yes: before the ticket, after it, or before the answer. There is one ticket all the same. How
/// often is <c>TOOL_KILLS</c>, three times when it says nothing.
/// </summary>
[Collection<OnEventingGraph>]
public sealed class ToolFaultTests(EventingGraph graph) : FaultTest(graph)
{
    private const int LatestMs = 150;

    private static readonly int _kills = Amount.Of("TOOL_KILLS", otherwise: 3);

    [Fact]
    public async Task A_yes_opens_one_ticket_whenever_the_agents_die()
    {
        for (var kill = 0; kill < _kills; kill++)
        {
            var person = Somebody();
            foreach (var said in new[] { "request software", "Visio", "Network plans" }) (await Graph.Anyone.AskAsync(person, said)).Must(200);

            var promised = await Graph.Anyone.Async().AskAsync(person, "yes");
            await Task.Delay(Random.Shared.Next(LatestMs), TestContext.Current.CancellationToken);
            var agents = await Graph.InstancesOfAsync(Graph.Agents);
            await Task.WhenAll(agents.Select(Graph.KillInstanceAsync));
            await Task.WhenAll(agents.Select(Graph.StartInstanceAsync));

            var answer = await Graph.Anyone.EndOfAsync(promised.RequestId);
            Assert.Matches(@"REQ\d{7}", answer.Content);
            Assert.Equal(
                [answer.Content.Split("**")[1]], await Graph.Rows.TextsAsync("select number from tickets where user_id = $1", person));
        }
    }
}
