using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Webhook;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>The rules of a config as JSON Schema 2020-12, out of the same list that <see cref="ConfigRules"/> checks by. Pure.</summary>
internal static class ConfigSchemas
{
    public static JsonObject Of(IntegrationType type)
    {
        var properties = new JsonObject();
        foreach (var key in ConfigRules.KeysOf(type)) properties[key.Name] = Of(key);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (type == IntegrationType.Webhook) schema["allOf"] = WebhookConfig.TogetherSchema();
        return schema;
    }

    private static JsonObject Of(ConfigKey key)
    {
        var schema = key.Value.Schema.DeepClone().AsObject();
        schema["description"] = key.Text;
        if (key.Secrecy != Secrecy.None) schema["writeOnly"] = true; // shown as ***
        return schema;
    }
}
