using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>One key that an integration's <c>config</c> may have.</summary>
/// <param name="Problem">What is wrong with a value, in words that follow the field's name; null when nothing is.</param>
/// <param name="Secrecy">Which values below this key never leave the API again.</param>
internal sealed record ConfigKey(string Name, Func<JsonNode?, string?> Problem, Secrecy Secrecy = Secrecy.None);

internal enum Secrecy
{
    None,

    /// <summary>The value is one secret.</summary>
    Value,

    /// <summary>Each element of the array is a secret.</summary>
    Elements,

    /// <summary>Each member of the object may be a secret: no name tells for sure that it is none.</summary>
    Members,
}

/// <summary>The kinds of values that config keys have. Pure.</summary>
internal static partial class ConfigValues
{
    public const int MaxText = 2048;

    public static string? Flag(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false";

    public static Func<JsonNode?, string?> Number(int min, int max) =>
        value => value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out int number) && number >= min && number <= max
            ? null : string.Create(CultureInfo.InvariantCulture, $"must be a whole number between {min} and {max}");

    public static Func<JsonNode?, string?> Text(int max = MaxText) =>
        value => TextOf(value) is { Length: > 0 } text && text.Length <= max && !text.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? null : string.Create(CultureInfo.InvariantCulture, $"must be text of 1 to {max} characters on one line");

    public static Func<JsonNode?, string?> Choice(params string[] choices) =>
        value => TextOf(value) is { } text && choices.Contains(text, StringComparer.Ordinal) ? null : $"must be one of: {string.Join(", ", choices)}";

    public static string? EmailAddress(JsonNode? value) =>
        TextOf(value) is { Length: <= 254 } text && Email().IsMatch(text) ? null : "must be an e-mail address";

    public static string? PhoneNumber(JsonNode? value) =>
        TextOf(value) is { } text && Phone().IsMatch(text) ? null : "must be a phone number in E.164 form, such as +14155550100";

    public static string? Origins(JsonNode? value) =>
        value is JsonArray { Count: > 0 and <= 20 } types && types.All(type => EnumText.TryParse<IntegrationType>(TextOf(type), out _))
            ? null : "must be a list of the integration types a request can come from";

    public static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\z")]
    private static partial Regex Email();

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Phone();
}
