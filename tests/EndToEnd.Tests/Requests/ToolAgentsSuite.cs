using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>Which agent answers a tool.</summary>
public abstract class ToolAgentsSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Door = "/api/v1/requests/tool", Agents = "/api/v1/agents";
    private const string TargetOf = "select normalized_request->>'target_agent_id' from request_logs where request_id = $1";

    [Theory]
    [InlineData("""{"target_agent_id":"nobody"}""", "{}", "tool_context.target_agent_id")]
    [InlineData("{}", """{"target_agent_id":"nobody"}""", "metadata.target_agent_id")]
    [InlineData("""{"target_agent_id":"nobody"}""", """{"target_agent_id":"routing-agent"}""", "tool_context.target_agent_id")]
    [InlineData("""{"target_agent_id":"system"}""", "{}", "tool_context.target_agent_id")]
    public async Task An_agent_that_does_not_exist_is_refused_by_the_field_that_names_it(string context, string metadata, string field)
    {
        var refused = await Graph.Tool.PostAsync(Door, Client.Json(
            $$"""{"user_id":"{{Somebody()}}","content":"Hi","tool_id":"snow-integration","tool_context":{{context}},"metadata":{{metadata}}}"""));

        refused.MustBeProblem(400, "unknown_agent");
        Assert.Equal([field], refused.Find("errors")!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task An_agent_named_by_the_request_wins_over_the_one_configured_for_the_tool()
    {
        var named = await Graph.MisconfiguredTool.AskToolAsync(Somebody(), "Hello", "routing-agent", Graph.MisconfiguredToolId);
        var configured = await Graph.MisconfiguredTool.AskToolAsync(Somebody(), "Hello", toolId: Graph.MisconfiguredToolId);

        Assert.Equal("routing-agent", named.Must(200)["response.agent_id"]);
        Assert.Equal("unknown_agent", configured.MustBeProblem(502, "agent_failed")["failure_code"]);
        Assert.Equal("nobody-by-that-name", await Graph.Rows.TextAsync(TargetOf, configured.RequestId));
    }

    [Fact]
    public async Task The_list_of_agents_is_for_our_own_services()
    {
        var agentService = Graph.Service(Graph.Agents);
        var key = await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken);

        (await agentService.GetAsync(Agents)).MustBeProblem(401, "unauthenticated");
        (await agentService.With("x-service-key", "wrong").GetAsync(Agents)).MustBeProblem(401, "unauthenticated");
        var listed = (await agentService.With("x-service-key", key).GetAsync(Agents)).Must(200).Items;
        Assert.Contains("routing-agent", listed.Select(agent => (string)agent!["name"]!));
        Assert.All(listed, agent => Assert.NotEmpty((string)agent!["description"]!));
    }
}

[Collection<OnEventingGraph>]
public sealed class ToolAgentsOverEventing(EventingGraph graph) : ToolAgentsSuite(graph);

[Collection<OnDirectGraph>]
public sealed class ToolAgentsOverDirect(DirectGraph graph) : ToolAgentsSuite(graph);
