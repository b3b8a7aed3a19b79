using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>What each door knows about a request is kept with it.</summary>
public abstract class ContextSuite(Graph graph) : EndToEndTest(graph)
{
    private const string ContextOf = "select normalized_request->>'integration_context' from request_logs where request_id = $1";

    private const string Phone =
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

    [Fact]
    public async Task The_web_door_knows_the_browser() => await MustBeKnownAsync(
        Graph.WebTestUser, "web", new { user_id = "web-test-user", content = "Hello", client_ip = "192.168.1.100", user_agent = Phone },
        ("platform", "web"), ("client_ip", "192.168.1.100"), ("browser", "Chrome"), ("operating_system", "Android"), ("mobile", "true"));

    [Theory]
    [InlineData("metadata")]
    [InlineData("command_context")]
    public async Task The_terminal_door_knows_terminal_and_command(string field) => await MustBeKnownAsync(
        Graph.WebTestUser, "cli",
        new Dictionary<string, object>
        {
            ["user_id"] = "web-test-user", ["content"] = "Hello", ["cli_session_id"] = "tty-1",
            [field] = new { terminal = "xterm", command = "agent ask" },
        },
        ("platform", "cli"), ("cli_session_id", "tty-1"), ("terminal", "xterm"), ("command", "agent ask"));

    [Fact]
    public async Task The_tool_door_knows_the_tool_and_what_made_it_ask() => await MustBeKnownAsync(
        Graph.Tool, "tool",
        new
        {
            user_id = Somebody(), content = "Hello", tool_id = "snow-integration", tool_instance_id = "snow-1", trigger_event = "ticket.created",
            tool_context = new { ticket = "INC1" },
        },
        ("platform", "tool"), ("tool_id", "snow-integration"), ("tool_instance_id", "snow-1"), ("trigger_event", "ticket.created"),
        ("tool_context.ticket", "INC1"), ("automated", "true"));

    [Fact]
    public async Task The_generic_door_knows_the_platform() => await MustBeKnownAsync(
        Graph.Anyone, "generic",
        new { user_id = Somebody(), content = "Hello", integration_type = "TEAMS", metadata = new { platform = "kiosk" } }, ("platform", "kiosk"));

    private async Task MustBeKnownAsync(Client caller, string door, object body, params (string Member, string Value)[] known)
    {
        var asked = (await caller.PostAsync($"/api/v1/requests/{door}", body)).Must(200);
        var context = new Reply(0, null, "", JsonNode.Parse((await Graph.Rows.TextAsync(ContextOf, asked.RequestId))!), asked.Headers);
        Assert.All(known, one => Assert.Equal(one, (one.Member, context[one.Member])));
    }
}

[Collection<OnEventingGraph>]
public sealed class ContextOverEventing(EventingGraph graph) : ContextSuite(graph);

[Collection<OnDirectGraph>]
public sealed class ContextOverDirect(DirectGraph graph) : ContextSuite(graph);
