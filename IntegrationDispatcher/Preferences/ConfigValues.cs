using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>The kinds of values that config keys have. Pure.</summary>
internal static partial class ConfigValues
{
    public const int MaxText = 2048;

    private const int MaxOrigins = 20;
    private const string EmailPattern = @"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?";
    private const string PhonePattern = @"\+[1-9][0-9]{6,14}";

    public static ConfigValue Flag { get; } = new(
        value => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
        new() { ["type"] = "boolean" });

    public static ConfigValue EmailAddress { get; } = new(
        value => TextOf(value) is { } text && IsEmailAddress(text) ? null : "must be an e-mail address",
        new() { ["type"] = "string", ["format"] = "email", ["maxLength"] = 254, ["pattern"] = $"^{EmailPattern}$" });

    public static ConfigValue PhoneNumber { get; } = new(
        value => TextOf(value) is { } text && Phone().IsMatch(text) ? null : "must be a phone number in E.164 form, such as +14155550100",
        new() { ["type"] = "string", ["pattern"] = $"^{PhonePattern}$" });

    public static ConfigValue Origins { get; } = new(
        value => value is JsonArray { Count: > 0 and <= MaxOrigins } types && types.All(type => EnumText.TryParse<IntegrationType>(TextOf(type), out _))
            ? null : "must be a list of the integration types a request can come from",
        new()
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["maxItems"] = MaxOrigins,
            ["items"] = new JsonObject { ["type"] = "string", ["enum"] = OneOf(Enum.GetValues<IntegrationType>().Select(EnumText.Of)) },
        });

    public static ConfigValue Number(int min, int max) => new(
        value => value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out int number) && number >= min && number <= max
            ? null : string.Create(CultureInfo.InvariantCulture, $"must be a whole number between {min} and {max}"),
        new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });

    public static ConfigValue Text(int max = MaxText) => new(
        value => TextOf(value) is { Length: > 0 } text && text.Length <= max && !text.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? null : string.Create(CultureInfo.InvariantCulture, $"must be text of 1 to {max} characters on one line"),
        new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = max, ["pattern"] = @"^[^\u0000-\u001f]*$" });

    public static ConfigValue Choice(params string[] choices) => new(
        value => TextOf(value) is { } text && choices.Contains(text, StringComparer.Ordinal) ? null : $"must be one of: {string.Join(", ", choices)}",
        new() { ["type"] = "string", ["enum"] = OneOf(choices) });

    public static bool IsEmailAddress(string text) => text.Length <= 254 && Email().IsMatch(text);

    public static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool IsOn(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    private static JsonArray OneOf(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    [GeneratedRegex($@"\A{EmailPattern}\z")]
    private static partial Regex Email();

    [GeneratedRegex($@"\A{PhonePattern}\z")]
    private static partial Regex Phone();
}
