using System.Text.Json.Nodes;

namespace AgentService.Tools;

/// <summary>Something an agent can do or look up: a C# function of ours, or a tool of an MCP server.</summary>
public interface ITool
{
    /// <summary>Two words joined by a dot, by which agents name it: <c>tickets.open</c>.</summary>
    string Name { get; }

    /// <summary>What it is good for, for the language model.</summary>
    string Description { get; }

    /// <summary>JSON Schema of the arguments.</summary>
    JsonObject Parameters { get; }

    /// <summary>Whether it changes something. Then it runs only in a flow, after the person's explicit yes, and once.</summary>
    bool HasEffect { get; }

    /// <summary>Whether calling it again with the same key is the same call for the far side.</summary>
    bool RepeatsSafely { get; }

    /// <summary>How long one call may take; null for <see cref="ToolsOptions.Timeout"/>.</summary>
    TimeSpan? Timeout => null;

    /// <returns>What came of it; null when there is nothing of the kind.</returns>
    /// <exception cref="ToolException">It does not work; the exception says whether later it may, and whether anything was done.</exception>
    Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken);

    /// <summary>Looks for what an earlier call with the same key has done, where that is not known here.</summary>
    /// <returns>What came of that call; null when it did nothing.</returns>
    /// <exception cref="ToolException">It cannot be told.</exception>
    Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken);
}

/// <summary>One call of a tool.</summary>
/// <param name="UserId">Who it is for. The tool takes it from here and never from the arguments.</param>
/// <param name="Key">By which the far side knows a repetition: the same for the same flow and step, whatever comes again.</param>
public sealed record ToolCall(string UserId, Guid SessionId, Guid RequestId, string Key, JsonObject Arguments);
