using System.Collections.Concurrent;
using AgentService.Tools;
using AgentService.Tools.Mcp;
using ItServicesMcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentService.Tests.Tools;

public sealed class McpOverHttpTests(AgentPostgres postgres) : McpContract(postgres)
{
    private const string Credential = "what-only-the-server-knows";

    private readonly ConcurrentQueue<IHeaderDictionary> _received = [];
    private WebApplication _app = null!;

    /// <summary>Answered instead, where it is not 200.</summary>
    private int _status = StatusCodes.Status200OK;

    [Fact]
    public async Task Each_call_says_whom_it_is_for_and_its_key_and_connecting_says_neither()
    {
        var flow = Guid.NewGuid();
        await RunAsync(OpenTicket, Ticket(), flow);

        Assert.All(_received, headers => Assert.Equal(Credential, headers["x-credential"]));
        Assert.Contains(_received, headers => headers[McpCallHeaders.UserId] == Alice && headers[McpCallHeaders.IdempotencyKey] == ToolKey.Of(flow, "step"));
        Assert.Contains(_received, headers => !headers.ContainsKey(McpCallHeaders.UserId));
        Assert.DoesNotContain(_received, headers => headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task The_tools_are_listed_once_and_not_for_every_call()
    {
        await RunAsync(FindLaptop, ToolRunners.CallOf(Alice));
        var before = _received.Count;

        await RunAsync(FindLaptop, ToolRunners.CallOf(Alice));
        Assert.Equal(before + 1, _received.Count);
    }

    [Theory]
    [InlineData(401, false, true)]
    [InlineData(403, false, true)]
    [InlineData(404, true, true)]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(503, true, false)]
    public async Task What_it_answers_says_whether_later_it_may_work_and_whether_anything_was_done(int status, bool passes, bool didNothing)
    {
        var tool = (await Server.FindAsync("open_ticket", Ending))!;
        _status = status;

        var fault = await Assert.ThrowsAsync<ToolException>(() => tool.CallAsync(Ticket() with { Key = "key" }, Ending));
        Assert.Equal((passes, didNothing), (fault.Passes, fault.DidNothing));

        _status = StatusCodes.Status200OK;
        Assert.NotNull(await RunAsync(OpenTicket, Ticket()));
    }

    [Fact]
    public async Task A_server_that_was_away_is_there_again_without_a_restart_of_ours()
    {
        await RunAsync(FindLaptop, ToolRunners.CallOf(Alice));
        var address = _app.Urls.Single();
        await _app.DisposeAsync();
        await Assert.ThrowsAsync<ToolException>(() => RunAsync(FindLaptop, ToolRunners.CallOf(Alice)));
        Assert.True((await Assert.ThrowsAsync<ToolException>(() => RunAsync(FindLaptop, ToolRunners.CallOf(Alice)))) is { Passes: true, DidNothing: true });

        await ListenAsync(address);
        Assert.NotNull(await RunAsync(FindLaptop, ToolRunners.CallOf(Alice)));
    }

    [Fact]
    public async Task Without_a_tool_to_look_up_with_only_what_the_server_says_is_idempotent_is_repeated()
    {
        var server = ServerOf(new() { Url = Server.Options.Url, Headers = { ["x-credential"] = Credential } });
        await using (server)
        {
            Assert.Null(await (await server.FindAsync("open_ticket", Ending))!.FindAsync(Ticket(), Ending));
            var unsure = new McpTool(server, new() { Name = "order_laptop" });
            Assert.True(unsure is { HasEffect: true, RepeatsSafely: false });
            Assert.False((await Assert.ThrowsAsync<ToolException>(() => unsure.FindAsync(Ticket(), Ending))).Passes);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _app.DisposeAsync();
    }

    private protected override async Task<McpServerOptions> StartAsync()
    {
        await ListenAsync("http://127.0.0.1:0");
        return new() { Url = _app.Urls.Single() + ItServices.Path, LookUp = "find_ticket", Headers = { ["x-credential"] = Credential } };
    }

    private async Task ListenAsync(string address)
    {
        _app = ItServices.OverHttp([$"--urls={address}", "--Logging:LogLevel:Default=None"], async (context, next) =>
        {
            _received.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)));
            if (_status == StatusCodes.Status200OK) await next(context);
            else context.Response.StatusCode = _status;
        });
        await _app.StartAsync(Ending);
    }
}
