using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Mcp;

/// <summary>What an MCP server's answer means to us.</summary>
internal static class McpResult
{
    /// <returns>
    /// The structured content; else the text, where it is a JSON object, or as the member <c>text</c>. Null for an empty answer and for JSON's <c>null</c>.
    /// </returns>
    /// <exception cref="ToolException">The tool says that it failed. What it says of that is its own.</exception>
    public static JsonObject? Of(CallToolResult answer, string tool)
    {
        if (answer.IsError == true) throw new ToolException($"{tool} says that it failed.");
        var text = string.Join('\n', answer.Content.OfType<TextContentBlock>().Select(block => block.Text));
        var result = answer.StructuredContent is { } structured ? JsonNode.Parse(structured.GetRawText()) : Parsed(text);
        if (result is JsonObject { Count: 1 } wrapped && wrapped.TryGetPropertyValue("result", out var inner) && inner is null or JsonObject) result = inner?.DeepClone();
        return result switch
        {
            null => null,
            JsonObject members => Storable.Json(members) ? members : [], // done it is; what it says cannot be kept
            _ => new() { ["text"] = Storable.Clean(text) },
        };
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
