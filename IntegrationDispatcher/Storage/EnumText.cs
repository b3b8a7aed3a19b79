using System.Text.Json;

namespace IntegrationDispatcher.Storage;

/// <summary>An enum as the database and the wire write it: upper case, by name.</summary>
internal static class EnumText<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> _texts =
        Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    private static readonly Dictionary<string, TEnum> _values =
        _texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public static string Of(TEnum value) => _texts[value];

    public static TEnum Parse(string text) => _values[text];

    public static bool TryParse(string? text, out TEnum value)
    {
        value = default;
        return text is not null && _values.TryGetValue(text, out value);
    }

    public static IEnumerable<string> All => _texts.Values;
}
