using Microsoft.Extensions.Options;

namespace AgentService.Tools.Mcp;

/// <summary>The configured MCP servers. None is asked for anything before one of its tools is.</summary>
internal sealed class McpServers(IOptions<ToolsOptions> options, TimeProvider clock) : IAsyncDisposable
{
    public IReadOnlyList<McpServer> All { get; } = [.. options.Value.Mcp.Select(server => new McpServer(server.Key, server.Value, clock))];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All) await server.DisposeAsync();
    }
}
