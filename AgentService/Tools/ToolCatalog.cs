using AgentService.Tools.Mcp;

namespace AgentService.Tools;

/// <summary>All tools there are, by name: ours, and those of MCP servers, which are known only once their server has been asked.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, ITool> _ours;
    private readonly Dictionary<string, McpServer> _servers;

    internal ToolCatalog(IEnumerable<ITool> tools, IEnumerable<McpServer> servers)
    {
        _ours = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        _servers = servers.ToDictionary(server => server.Name, StringComparer.Ordinal);
    }

    /// <summary>Whether it changes something, or is not known to change nothing.</summary>
    public bool HasEffect(string name) =>
        _ours.TryGetValue(name, out var tool) ? tool.HasEffect : !(Server(name) is var (server, word) && server.IsKnownReadOnly(word));

    /// <returns>A tool of ours that changes nothing; null when it is no such tool.</returns>
    public ITool? FindHarmless(string name) => _ours.TryGetValue(name, out var tool) && !tool.HasEffect ? tool : null;

    /// <returns>Null when there is none.</returns>
    /// <exception cref="ToolException">Its server cannot be asked.</exception>
    public async Task<ITool?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_ours.TryGetValue(name, out var tool)) return tool;
        return Server(name) is var (server, word) ? await server.FindAsync(word, cancellationToken) : null;
    }

    private (McpServer Server, string Word)? Server(string name) =>
        name.Split('.', 2) is [var first, var word] && _servers.TryGetValue(first, out var server) ? (server, word) : null;
}
