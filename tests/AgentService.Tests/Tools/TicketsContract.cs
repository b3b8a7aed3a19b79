using System.Text.Json.Nodes;
using AgentService.Tools;
using AgentService.Tools.Effects;
using AgentService.Tools.Tickets;

namespace AgentService.Tests.Tools;

/// <summary>What every store of tickets promises, through the tools and the journal as flows use them.</summary>
public abstract class TicketsContract(AgentPostgres postgres) : IAsyncLifetime
{
    private protected const string Open = "tickets.open", Find = "tickets.find", Category = "laptop_refresh", Subject = "DL7420001", Summary = "A laptop, please";

    private protected string Alice { get; init; } = "alice@company.com";

    private protected string Bob { get; init; } = "bob@company.com";

    private protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    private protected AgentPostgres Postgres => postgres;

    private protected abstract ITickets Tickets { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    private protected abstract Task CloseAsync(string number);

    private protected abstract Task<int> CountAsync();

    [Fact]
    public async Task A_ticket_has_a_number_and_is_found_again_by_what_it_is_about()
    {
        var number = await OpenAsync(Guid.NewGuid());

        Assert.Matches("^REQ[0-9]{7}$", number);
        Assert.Equal(number, await FindAsync(Alice));
    }

    [Fact]
    public async Task The_same_step_of_the_same_flow_opens_one()
    {
        var flow = Guid.NewGuid();

        Assert.Equal(await OpenAsync(flow), await OpenAsync(flow));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_ticket_opened_by_a_replica_that_died_before_it_could_say_so_is_found_by_its_key()
    {
        var flow = Guid.NewGuid();
        var call = Call(Alice) with { Key = ToolKey.Of(flow, "open") };
        await new ToolJournal(await postgres.DatabaseAsync()).BeginAsync(new(flow, "open"), Open, call, TimeSpan.FromSeconds(11), Ending);
        var opened = await new OpenTicketTool(Tickets).CallAsync(call, Ending);

        Assert.Equal((string?)opened!["number"], await OpenAsync(flow));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Another_flow_opens_no_second_for_the_same_thing_until_the_first_is_closed()
    {
        var first = await OpenAsync(Guid.NewGuid());

        Assert.Null(await OpenAsync(Guid.NewGuid()));
        Assert.Equal(1, await CountAsync());
        await CloseAsync(first!);
        var second = await OpenAsync(Guid.NewGuid());
        Assert.NotEqual(first, second);
        Assert.Equal(second, await FindAsync(Alice));
    }

    [Fact]
    public async Task The_same_name_in_another_case_is_the_same_person_and_thing()
    {
        var first = await OpenAsync(Guid.NewGuid(), "Photoshop");

        Assert.Equal(first, await FindAsync(Alice.ToUpperInvariant(), subject: "PhotoShop"));
        Assert.Null(await OpenAsync(Guid.NewGuid(), "photoshop"));
    }

    [Fact]
    public async Task Nobody_finds_what_is_somebody_elses_or_about_something_else_or_closed()
    {
        var number = await OpenAsync(Guid.NewGuid());

        Assert.Null(await FindAsync(Bob));
        Assert.Null(await FindAsync(Alice, category: "software"));
        Assert.Null(await FindAsync(Alice, subject: "another"));
        await CloseAsync(number!);
        Assert.Null(await FindAsync(Alice));
    }

    [Theory]
    [InlineData("Adobe Acrobat (\"Pro\") & co. ^ORactive=true^ 'x' 😀")]
    [InlineData("several\nlines\tof it")]
    [InlineData("x")]
    [InlineData("a name that is longer than any name of a program has ever been, and goes on and on until nobody reads it any more 😀😀😀😀😀")]
    public async Task Whatever_people_write_is_found_again(string subject)
    {
        var number = await OpenAsync(Guid.NewGuid(), subject);

        Assert.Equal(number, await FindAsync(Alice, subject: subject));
        Assert.Null(await FindAsync(Alice, subject: "y"));
        Assert.Null(await FindAsync(Bob, subject: subject));
    }

    [Theory]
    [InlineData("category")]
    [InlineData("subject")]
    [InlineData("summary")]
    public async Task Without_what_it_needs_none_is_opened(string missing)
    {
        var call = Call(Alice);
        call.Arguments[missing] = " ";

        var fault = await Assert.ThrowsAsync<ToolException>(async () => await Runner().RunAsync([Open], Open, Guid.NewGuid(), "open", call, Ending));

        Assert.True(fault is { Passes: false, DidNothing: true });
        Assert.Equal(0, await CountAsync());
    }

    private protected async Task<string?> OpenAsync(Guid flow, string subject = Subject) =>
        (string?)(await Runner(await JournalAsync()).RunAsync([Open], Open, flow, "open", Call(Alice, subject), Ending))?["number"];

    private protected async Task<IToolJournal> JournalAsync() => new ToolJournal(await postgres.DatabaseAsync());

    private protected ToolRunner Runner(IToolJournal? journal = null) => ToolRunners.Of([new OpenTicketTool(Tickets), new FindTicketTool(Tickets)], journal);

    private protected static ToolCall Call(string user, string subject = Subject)
    {
        var call = ToolRunners.CallOf(user, ("category", Category), ("subject", subject), ("summary", Summary));
        call.Arguments["details"] = new JsonObject { ["offer"] = "T14G6-EMEA" };
        return call;
    }

    private async Task<string?> FindAsync(string user, string category = Category, string subject = Subject) =>
        (string?)(await Runner().RunAsync([Find], Find, Guid.NewGuid(), "find", ToolRunners.CallOf(user, ("category", category), ("subject", subject)), Ending))?["number"];
}
