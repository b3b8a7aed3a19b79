using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>
/// Reads objects as System.Text.Json does, but for one thing: it reports a member that stands twice by an <see cref="ArgumentException"/>,
/// as if that were our fault and not the sender's.
/// </summary>
public sealed class JsonObjectConverter : JsonConverter<JsonObject>
{
    private static readonly JsonConverter<JsonObject> _inner = (JsonConverter<JsonObject>)JsonSerializerOptions.Default.GetConverter(typeof(JsonObject));

    public override JsonObject? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return _inner.Read(ref reader, typeToConvert, options);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(null, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => _inner.Write(writer, value, options);
}
