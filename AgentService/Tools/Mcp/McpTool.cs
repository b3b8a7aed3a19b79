using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentService.Tools.Mcp;

/// <summary>
/// A tool of an MCP server. It has an effect unless the configuration says that it only reads, whatever the server says of itself, and may be
/// repeated only where the server says so.
/// </summary>
internal sealed class McpTool(McpServer server, Tool tool) : ITool
{
    private const string KeyArgument = "key";

    public string Name => $"{server.Name}.{tool.Name}";

    public string Description => tool.Description ?? "";

    public JsonObject Parameters { get; } = JsonObject.Create(tool.InputSchema) ?? [];

    public bool HasEffect => !server.IsKnownReadOnly(tool.Name);

    public bool RepeatsSafely => !HasEffect || tool.Annotations is { IdempotentHint: true } or { ReadOnlyHint: true };

    public TimeSpan? Timeout => server.Options.Timeout;

    public Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken) => CallAsync(tool.Name, asked.Arguments, asked, cancellationToken);

    public async Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken)
    {
        if (server.Options.LookUp is { Length: > 0 } lookUp) return await CallAsync(lookUp, new() { [KeyArgument] = asked.Key }, asked, cancellationToken);
        return RepeatsSafely ? null : throw new ToolException($"Nobody can say what an earlier call of {Name} did.");
    }

    private async Task<JsonObject?> CallAsync(string name, JsonObject arguments, ToolCall asked, CancellationToken cancellationToken)
    {
        var request = new CallToolRequestParams
        {
            Name = name,
            Arguments = arguments.ToDictionary(argument => argument.Key, argument => JsonSerializer.SerializeToElement(argument.Value)),
            Meta = new() { [McpCallHeaders.UserId] = asked.UserId, [McpCallHeaders.IdempotencyKey] = asked.Key },
        };
        return McpResult.Of(await server.CallAsync(request, asked, cancellationToken), Name);
    }
}
