using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>The schema that is shown and the rules that hold say the same.</summary>
public class ConfigSchemasTests
{
    public static TheoryData<IntegrationType> Types => [.. DeliveryTypes.All];

    [Theory]
    [MemberData(nameof(Types))]
    public void It_names_every_key_and_no_other(IntegrationType type)
    {
        var schema = ConfigSchemas.Of(type);

        Assert.Equal(ConfigRules.KeysOf(type).Select(key => key.Name), schema["properties"]!.AsObject().Select(property => property.Key));
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.All(schema["properties"]!.AsObject(), property => Assert.NotEmpty((string)property.Value!["description"]!));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_it_allows_of_texts_and_numbers_is_allowed_and_what_it_does_not_is_not(IntegrationType type)
    {
        string[] texts = ["", "x", "a b", "text", "html", "POST", "GET", "fixed", "transient", "https://example.com/", "ftp://example.com", "user@company.com", "user@", "+14155550100", "0800", "bearer", "a:b", "\u0001", new('x', 255), new('x', 256), new('x', 2049)];
        int[] numbers = [-1, 0, 1, 300, 301];
        var properties = ConfigSchemas.Of(type)["properties"]!.AsObject();
        foreach (var key in ConfigRules.KeysOf(type).Where(key => properties[key.Name]!["type"]!.ToString() is "string" or "integer" or "boolean"))
        {
            foreach (var value in texts.Select(text => (JsonNode)text).Concat(numbers.Select(number => (JsonNode)number)).Append(true))
            {
                var isAllowed = Allows(properties[key.Name]!.AsObject(), value);
                if (key.Name == "api_key_header" && isAllowed) continue; // which headers are free is more than a pattern can say
                Assert.True(isAllowed == (key.Problem(value) is null), $"{type} {key.Name} {value.ToJsonString()}: the schema says {isAllowed}");
            }
        }
    }

    [Fact]
    public void What_goes_only_together_is_in_it()
    {
        var conditions = ConfigSchemas.Of(IntegrationType.Webhook)["allOf"]!.AsArray();
        foreach (var condition in conditions)
        {
            var authType = (string)condition!["if"]!["properties"]!["auth_type"]!["const"]!;
            var errors = new FieldErrors();
            ConfigRules.Check(errors, IntegrationType.Webhook, new() { ["url"] = "https://example.com", ["auth_type"] = authType });
            Assert.Equal(errors.All.Keys, condition["then"]!["required"]!.AsArray().Select(name => $"config.{name}").Order());
        }
    }

    // As much of JSON Schema as these schemas use for single values.
    private static bool Allows(JsonObject schema, JsonNode value) => (string)schema["type"]! switch
    {
        "boolean" => value.GetValueKind() is System.Text.Json.JsonValueKind.True,
        "integer" => value.GetValueKind() is System.Text.Json.JsonValueKind.Number
            && (int)value >= (int?)schema["minimum"] && (int)value <= (int?)schema["maximum"],
        _ => value.GetValueKind() is System.Text.Json.JsonValueKind.String && AllowsText(schema, (string)value!),
    };

    private static bool AllowsText(JsonObject schema, string text) =>
        text.Length >= ((int?)schema["minLength"] ?? 0)
        && text.Length <= ((int?)schema["maxLength"] ?? int.MaxValue)
        && (schema["pattern"] is not { } pattern || Regex.IsMatch(text, (string)pattern!, RegexOptions.ECMAScript))
        && (schema["enum"] is not JsonArray allowed || allowed.Any(choice => (string)choice! == text))
        && ((string?)schema["format"] != "uri" || Uri.IsWellFormedUriString(text, UriKind.Absolute));
}
