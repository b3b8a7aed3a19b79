using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Whether PostgreSQL can store a value. <c>text</c> and <c>jsonb</c> refuse the NUL character, lone surrogates and numbers beyond what
/// <c>numeric</c> holds; the caller must hear that as a 400, not find out by a 500.
/// </summary>
public static class Storable
{
    public static bool Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    /// <summary>The same text with a replacement character (U+FFFD) for everything that cannot be stored.</summary>
    public static string Clean(string text) => Text(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    public static bool Json(JsonNode? node)
    {
        try
        {
            return node switch
            {
                null => true,
                JsonObject members => members.All(member => Text(member.Key) && Json(member.Value)),
                JsonArray items => items.All(Json),
                _ => node.GetValueKind() switch
                {
                    JsonValueKind.String => Text(node.GetValue<string>()),
                    JsonValueKind.Number => double.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
                    _ => true,
                },
            };
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false; // an escape that is no character, or a member that stands twice
        }
    }
}
