using System.Text.Json.Nodes;

namespace AgentService.Tools;

/// <summary>A tool of ours that only looks something up.</summary>
internal abstract class ReadingTool(string name, string description, JsonObject parameters) : ITool
{
    public string Name => name;

    public string Description => description;

    public JsonObject Parameters => parameters;

    public bool HasEffect => false;

    public bool RepeatsSafely => true;

    public Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken) => Task.FromResult(Read(asked));

    public Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);

    /// <returns>Null when there is nothing of the kind.</returns>
    protected abstract JsonObject? Read(ToolCall asked);
}
