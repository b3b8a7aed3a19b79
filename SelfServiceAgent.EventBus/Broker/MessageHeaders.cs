using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// Between a message's headers (AMQP field tables) and the JSON in which they are kept and shown. Types JSON does not have become text, which
/// is all that anyone of ours reads of a header.
/// </summary>
internal static class MessageHeaders
{
    private const int MaxDepth = 8; // the broker's account of deaths, the deepest there is, has three

    // Left on, they would say of its next death what was true of its last.
    private static readonly string[] _writtenWhenPutAside =
        [DeadLetterWriter.ReasonHeader, "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count"];

    public static JsonObject ToJson(IDictionary<string, object?>? headers) => ToJson(headers ?? new Dictionary<string, object?>(), MaxDepth);

    public static Dictionary<string, object?> FromJson(JsonObject headers) => headers.ToDictionary(header => header.Key, header => FromJson(header.Value));

    public static JsonObject WithoutDeaths(JsonObject headers) => new(headers
        .Where(header => !_writtenWhenPutAside.Any(name => header.Key.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        .Select(header => KeyValuePair.Create(header.Key, header.Value?.DeepClone())));

    public static string? TextOf(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        AmqpTimestamp time => TextOf(time.UnixTime),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    // Some write milliseconds where seconds are meant.
    private static string TextOf(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("O", CultureInfo.InvariantCulture)
            : seconds.ToString(CultureInfo.InvariantCulture);

    private static JsonObject ToJson(IDictionary<string, object?> table, int depth) =>
        new(table.Select(entry => KeyValuePair.Create(Storable(entry.Key), ToJson(entry.Value, depth - 1))).DistinctBy(entry => entry.Key));

    private static JsonNode? ToJson(object? value, int depth) => value switch
    {
        null => null,
        IDictionary<string, object?> table => depth == 0 ? null : ToJson(table, depth),
        IList list and not byte[] => depth == 0 ? null : new JsonArray([.. list.Cast<object?>().Select(item => ToJson(item, depth - 1))]),
        bool truth => truth,
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        BinaryTableValue binary => Storable(TextOf(binary.Bytes)!),
        _ => Storable(TextOf(value)!),
    };

    private static object? FromJson(JsonNode? value) => value switch
    {
        null => null,
        JsonObject table => FromJson(table),
        JsonArray list => list.Select(FromJson).ToList(),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.AsValue().TryGetValue<long>(out var number) ? number : value.ToString(),
            _ => value.GetValue<string>(),
        },
    };

    // PostgreSQL's jsonb has no NUL character.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
