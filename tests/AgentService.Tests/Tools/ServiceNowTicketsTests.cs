using System.Text.Json.Nodes;
using AgentService.Tools;
using AgentService.Tools.Tickets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentService.Tests.Tools;

public sealed class ServiceNowTicketsTests(AgentPostgres postgres) : TicketsContract(postgres)
{
    private ServiceNowFarSide _farSide = null!;
    private ServiceNowOptions _options = null!;

    private protected override ITickets Tickets
    {
        get
        {
            var options = Options.Create(new TicketsOptions { Provider = TicketsOptions.ServiceNowProvider, ServiceNow = _options });
            return new ServiceNowTickets(new ServiceNowClient(options), options);
        }
    }

    public override async ValueTask InitializeAsync()
    {
        _farSide = await ServiceNowFarSide.StartAsync();
        _options = _farSide.Options;
    }

    public override ValueTask DisposeAsync() => _farSide.DisposeAsync();

    [Fact]
    public async Task A_ticket_is_a_record_with_the_person_and_the_key()
    {
        var flow = Guid.NewGuid();
        await OpenAsync(flow);

        var (_, path, body, _) = Assert.Single(_farSide.Received, request => request.Method == HttpMethods.Post);
        var record = JsonNode.Parse(body!)!;
        Assert.Equal("/api/now/table/sc_request", path);
        Assert.Equal(("62826bf03710200044e0bfc8bcbe5df1", Summary), ((string?)record["requested_for"], (string?)record["short_description"]));
        Assert.Equal((ToolKey.Of(flow, "open"), $"{Category}: {Subject}"), ((string?)record["correlation_id"], (string?)record["correlation_display"]));
        Assert.Contains("T14G6-EMEA", (string?)record["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_goes_before_user_name_and_password()
    {
        _options.Token = ServiceNowFarSide.Token;
        await OpenAsync(Guid.NewGuid());

        Assert.All(_farSide.Received, request => Assert.Equal($"Bearer {ServiceNowFarSide.Token}", request.Authorization));
    }

    [Theory]
    [InlineData(401, false, true)]
    [InlineData(403, false, true)]
    [InlineData(400, false, true)]
    [InlineData(302, false, true)]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(503, true, false)]
    public async Task What_it_answers_says_whether_later_it_may_work_and_whether_anything_was_done(int status, bool passes, bool didNothing)
    {
        _farSide.Instead = OnPost(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var fault = await Assert.ThrowsAsync<ToolException>(() => OpenAsync(Guid.NewGuid()));

        Assert.Equal((passes, didNothing), (fault.Passes, fault.DidNothing));
    }

    [Fact]
    public async Task Wrong_credentials_are_said_to_be_wrong_and_are_not_repeated()
    {
        _options.Password = "a-wrong-secret";

        var fault = await Assert.ThrowsAsync<ToolException>(() => OpenAsync(Guid.NewGuid()));

        Assert.False(fault.Passes);
        Assert.DoesNotContain("a-wrong-secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_comes_leaves_a_ticket_that_the_next_turn_finds()
    {
        _options.Timeout = TimeSpan.FromSeconds(1);
        var flow = Guid.NewGuid();
        _farSide.Instead = OnPost(context =>
        {
            _farSide.Records.Add(new() { ["number"] = "REQ0010077", ["correlation_id"] = ToolKey.Of(flow, "open") });
            return Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
        });

        var fault = await Assert.ThrowsAsync<ToolException>(() => OpenAsync(flow));
        Assert.True(fault is { Passes: true, DidNothing: false });

        Assert.Equal("REQ0010077", await OpenAsync(flow));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task One_that_may_still_be_on_its_way_is_not_opened_again()
    {
        var flow = Guid.NewGuid();
        _farSide.Instead = OnPost(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<ToolException>(() => OpenAsync(flow));
        _farSide.Instead = _ => Task.FromResult(false);

        Assert.True((await Assert.ThrowsAsync<ToolException>(() => OpenAsync(flow))).IsTooSoon);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_instance_that_is_away_is_tried_again_and_nothing_was_done()
    {
        await _farSide.DisposeAsync();

        var fault = await Assert.ThrowsAsync<ToolException>(() => OpenAsync(Guid.NewGuid()));
        Assert.True(fault is { Passes: true, DidNothing: true });
    }

    [Fact]
    public async Task Nobody_gets_a_ticket_whom_the_instance_does_not_know()
    {
        var fault = await Assert.ThrowsAsync<ToolException>(() => Tickets.OpenAsync(
            new("nobody@company.com", new(Category, Subject), Summary, null, "key"), Ending));

        Assert.True(fault is { Passes: false, DidNothing: true });
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData("<html>Your instance is hibernating</html>", true)]
    [InlineData("""{"result":{}}""", false)]
    [InlineData("{}", false)]
    public async Task An_answer_that_cannot_be_understood_leaves_the_outcome_open(string answer, bool passes)
    {
        _farSide.Instead = OnPost(context => context.Response.WriteAsync(answer));

        var fault = await Assert.ThrowsAsync<ToolException>(() => OpenAsync(Guid.NewGuid()));
        Assert.Equal((passes, false), (fault.Passes, fault.DidNothing));
    }

    [Fact]
    public async Task What_servicenow_would_run_is_not_asked_for() =>
        Assert.True((await Assert.ThrowsAsync<ToolException>(() => Tickets.FindOpenAsync("javascript:gs.getUserID()", new(Category, Subject), Ending))) is { Passes: false });

    private protected override Task CloseAsync(string number)
    {
        _farSide.Records.Single(record => (string?)record["number"] == number)["active"] = "false";
        return Task.CompletedTask;
    }

    private protected override Task<int> CountAsync() => Task.FromResult(_farSide.Records.Count);

    private static Func<HttpContext, Task<bool>> OnPost(Func<HttpContext, Task> answer) => async context =>
    {
        if (context.Request.Method != HttpMethods.Post) return false;
        await answer(context);
        return true;
    };
}
