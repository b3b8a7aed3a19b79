using AgentService.Agents;
using AgentService.Tools;
using AgentService.Tools.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentService.Tests.Tools;

public sealed class ToolOptionsTests
{
    private const string ServiceNow = "--Tickets:Provider=servicenow", Instance = "--Tickets:ServiceNow:BaseUrl=https://example.service-now.com";

    [Theory]
    [InlineData("Timeout", "--Tools:Timeout=00:00:00")]
    [InlineData("Tickets:Provider must be builtin or servicenow", "--Tickets:Provider=jira")]
    [InlineData("Tickets:ServiceNow:BaseUrl", ServiceNow, "--Tickets:ServiceNow:Token=t")]
    [InlineData("Tickets:ServiceNow:Token", ServiceNow, Instance, "--Tickets:ServiceNow:Username=u")]
    [InlineData("https", ServiceNow, "--Tickets:ServiceNow:BaseUrl=http://example.service-now.com", "--Tickets:ServiceNow:Token=t")]
    [InlineData("Table", ServiceNow, Instance, "--Tickets:ServiceNow:Token=t", "--Tickets:ServiceNow:Table=../sys_user")]
    [InlineData("Tools:Mcp:it:Url", "--Tools:Mcp:it:Timeout=00:00:10")]
    [InlineData("Tools:Mcp:it:Url", "--Tools:Mcp:it:Url=https://mcp.example.com/mcp", "--Tools:Mcp:it:Command=x")]
    [InlineData("Tools:Mcp:it:Url", "--Tools:Mcp:it:Url=http://mcp.example.com/mcp")]
    [InlineData("Tools:Mcp:it:Headers", "--Tools:Mcp:it:Url=https://mcp.example.com/mcp", "--Tools:Mcp:it:Headers:x-ssa-user-id=alice")]
    [InlineData("Tools:Mcp:it:Timeout", "--Tools:Mcp:it:Command=x", "--Tools:Mcp:it:Timeout=00:00:00")]
    [InlineData("Tools:Mcp:tickets", "--Tools:Mcp:tickets:Command=x")]
    [InlineData("Tools:Mcp:it.services", "--Tools:Mcp:it.services:Command=x")]
    public void What_is_wrong_does_not_start_and_the_message_says_which(string key, params string[] settings)
    {
        using var host = Build(settings);

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_in_no_message()
    {
        using var host = Build(ServiceNow, "--Tickets:ServiceNow:BaseUrl=nowhere", "--Tickets:ServiceNow:Token=the secret\n", "--Tools:Mcp:it:Command=x", "--Tools:Mcp:it:Headers:authorization=the secret");

        var failure = Assert.ThrowsAny<Exception>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.DoesNotContain("the secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_are_read_from_the_configuration_and_asked_for_nothing()
    {
        using var host = Build(
            "--Tools:Mcp:it:Url=https://mcp.example.com/mcp", "--Tools:Mcp:it:ReadOnly:0=find_laptop", "--Tools:Mcp:it:Headers:authorization=Bearer x",
            "--Tools:Mcp:hr:Command=hr-mcp", "--Tools:Mcp:hr:Arguments:0=--stdio", "--Tools:Mcp:hr:Environment:HR_TOKEN=x");
        host.Services.GetRequiredService<IStartupValidator>().Validate();

        var servers = host.Services.GetRequiredService<McpServers>();

        Assert.Equal(["hr", "it"], servers.All.Select(server => server.Name).Order());
        var tools = new ToolCatalog([], servers.All);
        Assert.Equal((false, true, true), (tools.HasEffect("it.find_laptop"), tools.HasEffect("it.open_ticket"), tools.HasEffect("hr.find")));
    }

    [Theory]
    [InlineData("builtin")]
    [InlineData("servicenow")]
    public async Task Every_tool_of_the_agents_that_are_shipped_exists(string provider)
    {
        using var host = Build($"--Tickets:Provider={provider}", Instance, "--Tickets:ServiceNow:Token=t");
        var catalog = host.Services.GetRequiredService<ToolCatalog>();

        foreach (var tool in host.Services.GetRequiredService<AgentDirectory>().All.SelectMany(agent => agent.Tools))
            Assert.NotNull(await catalog.FindAsync(tool, TestContext.Current.CancellationToken));
        Assert.NotNull(host.Services.GetRequiredService<ToolRunner>());
        Assert.True(catalog.HasEffect("tickets.open"));
        Assert.False(catalog.HasEffect("tickets.find"));
    }

    private static IHost Build(params string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=nowhere")); // nobody connects
        builder.AddAgents();
        return builder.Build();
    }
}
