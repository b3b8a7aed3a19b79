using Microsoft.Extensions.Options;

namespace AgentService.Tools.Mcp;

/// <summary>The configured MCP servers. None is asked for anything before one of its tools is.</summary>
internal sealed class McpServers(IOptions<ToolsOptions> options, TimeProvider clock) : IAsyncDisposable
{
    public IReadOnlyList<McpServer> All { get; } = [.. options.Value.Mcp.Select(server => new McpServer(server.Key, server.Value, clock))];

    /// <summary>Tools that the configuration says change nothing; they are known without asking.</summary>
    public IEnumerable<ITool> ReadOnly => All.SelectMany(server => server.ReadOnly);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All) await server.DisposeAsync();
    }
}
