using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SlackFarSide;

/// <summary>JSON as Slack writes it: snake_case, and what is not there is left out.</summary>
internal static class SlackJson
{
    public const string Type = "application/json; charset=utf-8";

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonObject Of(object value) => JsonSerializer.SerializeToNode(value, Options)!.AsObject();

    public static byte[] Bytes(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <exception cref="SlackError">It is no JSON.</exception>
    public static JsonNode? Parse(string text, string error)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw new SlackError(error);
        }
    }

    public static string? TextOf(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    public static bool IsOn(this JsonObject json, string name) => json.TextOf(name) is "true" or "True" or "1";
}
