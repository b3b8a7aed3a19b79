using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Integrations.Slack;
using IntegrationDispatcher.Integrations.Sms;
using IntegrationDispatcher.Integrations.Test;
using IntegrationDispatcher.Integrations.Webhook;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using static IntegrationDispatcher.Preferences.ConfigValues;

namespace IntegrationDispatcher.Preferences;

/// <summary>Which keys each integration's <c>config</c> knows, and whether a config is right. Pure.</summary>
internal static class ConfigRules
{
    /// <summary>The list of integration types a request must have come from for its answer to go this way.</summary>
    public const string Origins = "origins";

    /// <summary>How the wait between retries grows: <c>fixed</c> or <c>exponential</c>.</summary>
    public const string Backoff = "backoff";

    public const string ExponentialBackoff = "exponential";

    /// <summary>The address of an integration that has one in its config.</summary>
    public const string Url = "url";

    private const int MaxLength = 16 * 1024;

    private static readonly ConfigKey[] _common =
    [
        new(Origins, "Which requests it answers, by the integration they came in over; all but SLACK when left out.", ConfigValues.Origins),
        new(Backoff, "How the wait between retries grows; fixed when left out.", Choice(ExponentialBackoff, "fixed")),
    ];

    private static readonly Dictionary<IntegrationType, ConfigKey[]> _keys = new()
    {
        [IntegrationType.Slack] = [.. SlackConfig.Keys, .. _common],
        [IntegrationType.Email] = [.. EmailConfig.Keys, .. _common],
        [IntegrationType.Webhook] = [.. WebhookConfig.Keys, .. _common],
        [IntegrationType.Sms] = [.. SmsConfig.Keys, .. _common],
        [IntegrationType.Test] = [.. TestConfig.Keys, .. _common],
    };

    public static IReadOnlyList<ConfigKey> KeysOf(IntegrationType type) => _keys[type];

    public static void Check(FieldErrors errors, IntegrationType type, JsonObject config)
    {
        if (!Storable.Json(config))
        {
            errors.Add("config", "must hold neither the character U+0000, nor half a surrogate pair, nor a number beyond all bounds, nor a member twice");
            return;
        }

        CheckKeys(errors, type, config, key => key.Problem);
        errors.Check(config.ToJsonString().Length <= MaxLength, "config", "must not be longer than 16 KiB");
        if (type == IntegrationType.Webhook && !errors.Any) WebhookConfig.CheckTogether(errors, config);
    }

    /// <summary>What can be said of a config as it was sent, before a mask in it becomes the stored secret again.</summary>
    public static void CheckSent(FieldErrors errors, IntegrationType type, JsonObject config)
    {
        if (Storable.Json(config)) CheckKeys(errors, type, config, key => key.Secrecy == Secrecy.None ? key.Problem : _ => null);
        else Check(errors, type, config);
    }

    private static void CheckKeys(FieldErrors errors, IntegrationType type, JsonObject config, Func<ConfigKey, Func<JsonNode?, string?>> rule)
    {
        foreach (var (name, value) in config)
        {
            var problem = KeysOf(type).FirstOrDefault(key => key.Name == name) is { } key
                ? rule(key)(value)
                : $"is not known; {EnumText.Of(type)} knows: {string.Join(", ", KeysOf(type).Select(known => known.Name))}";
            if (problem is not null) errors.Add($"config.{name}", problem);
        }
    }

    /// <summary>Configuration files and variables hold only text; a value becomes what its key expects.</summary>
    public static JsonObject FromText(IntegrationType type, IReadOnlyDictionary<string, string> texts)
    {
        var config = new JsonObject();
        foreach (var (name, text) in texts)
        {
            var key = KeysOf(type).FirstOrDefault(known => known.Name == name);
            JsonNode?[] readings =
            [
                bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : null,
                int.TryParse(text, out var number) ? JsonValue.Create(number) : null,
                new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries).Select(item => JsonValue.Create(item))]),
            ];
            config[name] = readings.FirstOrDefault(reading => reading is not null && key is not null && key.Problem(reading) is null) ?? JsonValue.Create(text);
        }

        return config;
    }
}
