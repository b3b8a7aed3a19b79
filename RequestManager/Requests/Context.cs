using System.Text.Json.Nodes;

namespace RequestManager.Requests;

internal static class Context
{
    /// <summary>An object of the members that are known.</summary>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var context = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null) context[name] = value;
        }

        return context;
    }
}
