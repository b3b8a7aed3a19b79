using AgentService.Tools.Tickets;
using Npgsql;

namespace AgentService.Tests.Tools;

public sealed class BuiltInTicketsTests : TicketsContract
{
    private NpgsqlDataSource _database = null!;

    // The table is everybody's.
    public BuiltInTicketsTests(AgentPostgres postgres)
        : base(postgres)
    {
        Alice = $"alice-{Guid.NewGuid()}@company.com";
        Bob = $"bob-{Guid.NewGuid()}@company.com";
    }

    private protected override ITickets Tickets => new BuiltInTickets(_database);

    public override async ValueTask InitializeAsync() => _database = await Postgres.DatabaseAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_same_key_is_the_same_ticket_also_when_all_come_at_once()
    {
        var ticket = new NewTicket(Alice, new("laptop_refresh", "DL7420001"), "A laptop, please", null, Guid.NewGuid().ToString());

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Tickets.OpenAsync(ticket, Ending))));

        Assert.Single(opened.Select(one => one!.Number).Distinct());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Sessions_that_agree_to_the_same_thing_at_once_open_one()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => OpenAsync(Guid.NewGuid()))));

        Assert.Single(opened, number => number is not null);
        Assert.Equal(1, await CountAsync());
    }

    private protected override async Task CloseAsync(string number)
    {
        await using var close = _database.CreateCommand("update tickets set closed_at = now() where number = $1");
        close.Parameters.Add(new NpgsqlParameter<string> { TypedValue = number });
        await close.ExecuteNonQueryAsync(Ending);
    }

    private protected override async Task<int> CountAsync()
    {
        await using var count = _database.CreateCommand("select count(*)::int from tickets where user_id = any($1)");
        count.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [Alice, Bob] });
        return (int)(await count.ExecuteScalarAsync(Ending))!;
    }
}
