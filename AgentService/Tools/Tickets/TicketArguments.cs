using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentService.Tools.Tickets;

/// <summary>Reads the arguments of the ticket tools. Texts come from people: they are brought onto one line, and cut to what every provider takes.</summary>
internal static class TicketArguments
{
    // Both together must fit into the 100 characters of ServiceNow's correlation_display.
    private const int MaxCategory = 40, MaxSubject = 58, MaxSummary = 160;

    /// <exception cref="ToolException">Something is missing.</exception>
    public static TicketKind Kind(JsonObject arguments) => new(Text(arguments, "category", MaxCategory), Text(arguments, "subject", MaxSubject));

    /// <exception cref="ToolException">It is missing.</exception>
    public static string Summary(JsonObject arguments) => Text(arguments, "summary", MaxSummary);

    public static JsonObject Schema(params string[] required)
    {
        var properties = new JsonObject
        {
            ["category"] = Property("string", "The process, as one word: laptop_refresh"),
            ["subject"] = Property("string", "The thing it is about: a serial number, the name of a program"),
        };
        if (required.Contains("summary"))
        {
            properties["summary"] = Property("string", "What is asked for, in one sentence");
            properties["details"] = Property("object", "What else whoever works on it should know");
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]) };
    }

    private static JsonObject Property(string type, string description) => new() { ["type"] = type, ["description"] = description };

    private static string Text(JsonObject arguments, string name, int max)
    {
        var text = arguments[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? string.Join(' ', value.GetValue<string>().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : "";
        if (text.Length == 0) throw new ToolException($"A ticket needs a {name}.") { DidNothing = true };
        return text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
    }
}
