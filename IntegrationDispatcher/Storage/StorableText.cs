using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationDispatcher.Storage;

/// <summary>
/// PostgreSQL stores neither U+0000 nor half a surrogate pair, in <c>text</c> or in <c>jsonb</c>; what holds one is refused at the door.
/// </summary>
internal static class StorableText
{
    public static bool Is(string? text)
    {
        if (text is null) return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i])) return false;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i]))) return false;
        }

        return true;
    }

    /// <summary>Also false for a number beyond all bounds, and for an object that names a member twice, which only shows when it is read.</summary>
    public static bool Is(JsonNode? node)
    {
        try
        {
            return node switch
            {
                null => true,
                JsonObject json => json.All(member => Is(member.Key) && Is(member.Value)),
                JsonArray array => array.All(Is),
                _ when node.GetValueKind() == JsonValueKind.String => Is(node.GetValue<string>()),
                _ when node.GetValueKind() == JsonValueKind.Number => IsNumber(node.ToJsonString()),
                _ => true,
            };
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsNumber(string text) =>
        text.Length <= 100 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    /// <summary>For what a far side sent and nobody can refuse any more.</summary>
    public static string Made(string text) => Is(text) ? text : new string([.. text.Select(c => c == '\0' || char.IsSurrogate(c) ? '\uFFFD' : c)]);
}
