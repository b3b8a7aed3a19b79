using System.Text.Json.Nodes;

namespace AgentService.Tools;

/// <summary>Calls tools for flows and models: only those an agent may use, within their time, and what has an effect exactly once.</summary>
public sealed class ToolRunner(IEnumerable<ITool> tools)
{
    private readonly Dictionary<string, ITool> _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);

    /// <summary>Whether it changes something, or is not known.</summary>
    public bool HasEffect(string name) => !_tools.TryGetValue(name, out var tool) || tool.HasEffect;

    /// <param name="flowId">The conversation the call belongs to.</param>
    /// <param name="step">Where in it: together they are the call's identity.</param>
    /// <param name="call">Its key is set here.</param>
    /// <returns>What came of it, now or when it was called before; null when there is nothing of the kind.</returns>
    /// <exception cref="ToolException">It did not work.</exception>
    public Task<JsonObject?> RunAsync(string name, Guid flowId, string step, ToolCall call, CancellationToken cancellationToken) =>
        _tools.TryGetValue(name, out var tool)
            ? tool.CallAsync(call with { Key = $"{flowId:N}-{step}" }, cancellationToken)
            : throw new ToolException($"There is no tool {name}.");
}
