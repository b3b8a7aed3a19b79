using AgentService.Tools;
using AgentService.Tools.Mcp;

namespace AgentService.Tests.Tools;

public sealed class McpOverStandardStreamsTests(AgentPostgres postgres) : McpContract(postgres)
{
    [Fact]
    public async Task A_program_that_ended_is_started_again()
    {
        var first = await RunAsync(OpenTicket, Ticket());
        await Server.DisposeAsync();

        var server = ServerOf(await StartAsync());
        await using (server)
        {
            var again = await (await server.FindAsync("open_ticket", Ending))!.CallAsync(Ticket() with { Key = "key" }, Ending);
            Assert.Equal((string?)first!["number"], (string?)again!["number"]); // its tickets are gone with it
        }
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_a_server_that_is_away()
    {
        var server = ServerOf(new() { Command = "there-is-no-such-program" });
        await using (server)
        {
            Assert.True((await Assert.ThrowsAsync<ToolException>(() => server.FindAsync("open_ticket", Ending))) is { Passes: true, DidNothing: true });
        }
    }

    [Fact]
    public void A_program_is_told_no_secret_of_ours()
    {
        var variables = McpEnvironment.For(new() { Command = "x", Environment = { ["IT_TOKEN"] = "its-own" } });

        Assert.Equal("its-own", variables["IT_TOKEN"]);
        Assert.DoesNotContain(variables.Keys, name => name.Contains("ConnectionStrings", StringComparison.OrdinalIgnoreCase) || name.Contains("__", StringComparison.Ordinal));
    }

    public override ValueTask DisposeAsync() => Server.DisposeAsync();

    private protected override Task<McpServerOptions> StartAsync() => Task.FromResult(new McpServerOptions
    {
        Command = "dotnet",
        Arguments = [Path.Combine(AppContext.BaseDirectory, "ItServicesMcp.dll"), "--stdio"],
        LookUp = "find_ticket",
        Timeout = TimeSpan.FromMinutes(1), // a machine that is busy starts programs slowly
    });
}
