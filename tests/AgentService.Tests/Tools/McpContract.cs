using System.Text.Json.Nodes;
using AgentService.Tools;
using AgentService.Tools.Effects;
using AgentService.Tools.Mcp;

namespace AgentService.Tests.Tools;

/// <summary>What tools of an MCP server promise, whichever way it is reached: the server of dev/ItServicesMcp, for real.</summary>
public abstract class McpContract(AgentPostgres postgres) : IAsyncLifetime
{
    private protected const string Alice = "alice.johnson@company.com", FindLaptop = "it.find_laptop", OpenTicket = "it.open_ticket", FindTicket = "it.find_ticket";

    private protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    private protected McpServer Server { get; private set; } = null!;

    private protected abstract Task<McpServerOptions> StartAsync();

    public async ValueTask InitializeAsync() => Server = ServerOf(await StartAsync());

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_person_gets_their_own_laptop_whatever_the_arguments_say()
    {
        var laptop = await RunAsync(FindLaptop, ToolRunners.CallOf(Alice));

        Assert.Equal(("Alice Johnson", "DL7420001"), ((string?)laptop!["name"], (string?)laptop["serial_number"]));
        var others = await RunAsync(FindLaptop, ToolRunners.CallOf("yuki.tanaka@company.com", ("x-ssa-user-id", Alice), ("user_id", Alice)));
        Assert.Equal("Yuki Tanaka", (string?)others!["name"]);
    }

    [Theory]
    [InlineData("nobody@company.com")]
    [InlineData("Jürgen Müller 100% 😀")]
    public async Task What_is_not_there_is_nothing(string userId) => Assert.Null(await RunAsync(FindLaptop, ToolRunners.CallOf(userId)));

    [Fact]
    public async Task Calls_of_many_people_at_once_do_not_mix()
    {
        string[] people = [Alice, "yuki.tanaka@company.com", "john.doe@company.com", "maria.garcia@company.com"];

        var names = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (people[i % 4], ((string?)(await RunAsync(FindLaptop, ToolRunners.CallOf(people[i % 4])))!["name"])!.ToLowerInvariant().Replace(' ', '.') + "@company.com")));

        Assert.All(names, pair => Assert.Equal(pair.Item1, pair.Item2));
    }

    [Fact]
    public async Task A_ticket_is_opened_once_and_found_again()
    {
        var flow = Guid.NewGuid();

        var opened = await RunAsync(OpenTicket, Ticket(), flow);

        Assert.Matches("^REQ[0-9]{7}$", (string?)opened!["number"]);
        Assert.Equal((string?)opened["number"], (string?)(await RunAsync(OpenTicket, Ticket(), flow))!["number"]);
        Assert.Equal((string?)opened["number"], (string?)(await RunAsync(FindTicket, Ticket()))!["number"]);
        Assert.Null(await RunAsync(FindTicket, Ticket("yuki.tanaka@company.com")));
    }

    [Fact]
    public async Task The_far_side_knows_a_key_that_comes_again()
    {
        var tool = (await Server.FindAsync("open_ticket", Ending))!;
        var call = Ticket() with { Key = "the-key" };

        Assert.Equal((string?)(await tool.CallAsync(call, Ending))!["number"], (string?)(await tool.CallAsync(call, Ending))!["number"]);
    }

    [Fact]
    public async Task What_a_replica_that_died_has_opened_is_looked_up()
    {
        var flow = Guid.NewGuid();
        var call = Ticket() with { Key = ToolKey.Of(flow, "step") };
        await (await JournalAsync()).BeginAsync(new(flow, "step"), OpenTicket, call, TimeSpan.FromSeconds(16), Ending);
        var opened = await (await Server.FindAsync("open_ticket", Ending))!.CallAsync(call, Ending);

        Assert.Equal((string?)opened!["number"], (string?)(await RunAsync(OpenTicket, Ticket(), flow))!["number"]);
    }

    [Fact]
    public async Task What_a_server_says_of_itself_counts_for_repeating_but_not_for_having_no_effect()
    {
        Assert.True(await Server.FindAsync("find_laptop", Ending) is { HasEffect: true, RepeatsSafely: true });
        Assert.True(await Server.FindAsync("open_ticket", Ending) is { HasEffect: true, RepeatsSafely: true, Description.Length: > 0 });
        Assert.Null(await Server.FindAsync("format_disk", Ending));
    }

    [Fact]
    public async Task A_call_without_what_it_needs_fails_for_good()
    {
        var fault = await Assert.ThrowsAsync<ToolException>(() => RunAsync(OpenTicket, ToolRunners.CallOf(Alice)));

        Assert.False(fault.Passes);
    }

    private protected static McpServer ServerOf(McpServerOptions options) => new("it", options, TimeProvider.System);

    private protected static ToolCall Ticket(string userId = Alice) =>
        ToolRunners.CallOf(userId, ("category", "laptop_refresh"), ("subject", "DL7420001"), ("summary", "A laptop, please"));

    private protected async Task<JsonObject?> RunAsync(string tool, ToolCall call, Guid? flow = null) =>
        await ToolRunners.Of([], await JournalAsync(), [Server])
            .RunAsync([FindLaptop, OpenTicket, FindTicket], tool, flow ?? Guid.NewGuid(), "step", tool == FindTicket ? WithoutSummary(call) : call, Ending);

    private protected async Task<ToolJournal> JournalAsync() => new(await postgres.DatabaseAsync());

    private static ToolCall WithoutSummary(ToolCall call)
    {
        call.Arguments.Remove("summary");
        return call;
    }
}
