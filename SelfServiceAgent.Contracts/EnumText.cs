using System.Text.Json;

namespace SelfServiceAgent.Contracts;

/// <summary>Enums as the database and the wire write them: upper case, by name; read in any case.</summary>
public static class EnumText
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.Texts[value];

    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static TEnum Parse<TEnum>(string text)
        where TEnum : struct, Enum => Names<TEnum>.Values[text];

    public static bool TryParse<TEnum>(string? text, out TEnum value)
        where TEnum : struct, Enum
    {
        value = default;
        return text is not null && Names<TEnum>.Values.TryGetValue(text, out value);
    }

    public static IEnumerable<string> All<TEnum>()
        where TEnum : struct, Enum => Names<TEnum>.Texts.Values;

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Texts =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

        public static readonly Dictionary<string, TEnum> Values =
            Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    }
}
