using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Conversations;

/// <summary>The laptop refresh by the front door, as somebody of the demo directory.</summary>
public abstract class LaptopRefreshSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Alice = "alice.johnson@company.com", Isabella = "isabella.mueller@company.com";
    private const string Tickets = "select count(*) from tickets where user_id = $1";

    [Fact]
    public async Task A_laptop_is_replaced_once_after_a_yes_and_proceed_again_names_the_same_request()
    {
        await ForgetAsync(Alice);

        var refresh = await SayAsync(Alice, "refresh");
        Assert.Equal("laptop-refresh", refresh["response.agent_id"]);
        Assert.Matches(@"Latitude 7420(.|\n)*\*\*\d+ months\*\* old", refresh.Content);
        var options = await SayAsync(Alice, "I would like to see the options");
        Assert.Matches("(?s)EMEA.*EUR.*4\\. ", options.Content);
        Assert.DoesNotContain("SGD", options.Content, StringComparison.Ordinal);
        Assert.Contains("proceed", (await SayAsync(Alice, "3")).Content, StringComparison.Ordinal);
        Assert.Equal(0, await Graph.Rows.CountAsync(Tickets, Alice));
        var opened = await SayAsync(Alice, "proceed");
        var again = await SayAsync(Alice, "proceed");
        var end = await SayAsync(Alice, "no");

        Assert.Equal(NumberIn(opened), NumberIn(again));
        Assert.Equal("False", end["response.requires_followup"], ignoreCase: true);
        Assert.Equal(1, await Graph.Rows.CountAsync(Tickets, Alice));
        Assert.Equal("routing-agent", (await SayAsync(Alice, "hello"))["response.agent_id"]);
        Assert.Equal(NumberIn(opened), NumberIn(await SayAsync(Alice, "refresh")));
    }

    [Fact]
    public async Task A_laptop_that_is_too_young_is_explained()
    {
        await ForgetAsync(Isabella);

        var refresh = await SayAsync(Isabella, "refresh");

        Assert.Matches("(?s)ThinkPad T14.*36 months.*too early.*approval of your manager", refresh.Content);
        Assert.Equal(0, await Graph.Rows.CountAsync(Tickets, Isabella));
    }

    private async Task ForgetAsync(string person)
    {
        await Graph.Rows.TextsAsync("delete from tickets where user_id = $1 returning user_id", person);
        await SayAsync(person, "reset");
    }

    private async Task<Reply> SayAsync(string person, string content) => (await Graph.Anyone.AskAsync(person, content)).Must(200);

    private static string NumberIn(Reply reply) => System.Text.RegularExpressions.Regex.Match(reply.Content, @"REQ\d{7}") is { Success: true } number
        ? number.Value : throw new InvalidOperationException($"no request in: {reply.Content}");
}

[Collection<OnEventingGraph>]
public sealed class LaptopRefreshOverEventing(EventingGraph graph) : LaptopRefreshSuite(graph);

[Collection<OnDirectGraph>]
public sealed class LaptopRefreshOverDirect(DirectGraph graph) : LaptopRefreshSuite(graph);
