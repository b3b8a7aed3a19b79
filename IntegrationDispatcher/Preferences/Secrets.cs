using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>Secrets in a config are shown as <c>***</c>; the same three stars sent back mean "as it was". Pure.</summary>
internal static class Secrets
{
    public const string Mask = "***";

    /// <summary>A copy that may leave the API.</summary>
    public static JsonObject Masked(IntegrationType type, JsonObject config) => Mapped(type, config, _ => JsonValue.Create(Mask));

    /// <summary>A copy in which every secret is something else.</summary>
    public static JsonObject Mapped(IntegrationType type, JsonObject config, Func<JsonNode?, JsonNode?> map)
    {
        var copy = config.DeepClone().AsObject();
        foreach (var key in ConfigRules.KeysOf(type).Where(key => copy.ContainsKey(key.Name)))
        {
            switch (key.Secrecy)
            {
                case Secrecy.Value:
                    copy[key.Name] = map(copy[key.Name]);
                    break;
                case Secrecy.Elements when copy[key.Name] is JsonArray secrets:
                    copy[key.Name] = new JsonArray([.. secrets.Select(map)]);
                    break;
                case Secrecy.Members when copy[key.Name] is JsonObject members:
                    foreach (var (name, secret) in members.ToList()) members[name] = map(secret);
                    break;
            }
        }

        return copy;
    }

    public static IntegrationSettings Masked(IntegrationType type, IntegrationSettings settings) => settings with { Config = Masked(type, settings.Config) };

    /// <summary>A copy in which each mask is the stored secret again. In a list the n-th mask stands for the n-th stored secret.</summary>
    public static JsonObject Restored(FieldErrors errors, IntegrationType type, JsonObject sent, JsonObject? stored)
    {
        var copy = sent.DeepClone().AsObject();
        foreach (var key in ConfigRules.KeysOf(type).Where(key => key.Secrecy != Secrecy.None && copy.ContainsKey(key.Name)))
        {
            var field = $"config.{key.Name}";
            var old = stored?[key.Name];
            switch (copy[key.Name])
            {
                case JsonArray secrets:
                    var before = new Queue<JsonNode?>(old as JsonArray ?? []);
                    for (var i = 0; i < secrets.Count; i++)
                    {
                        if (IsMask(secrets[i])) secrets[i] = Stored(errors, field, before.TryDequeue(out var secret) ? secret : null);
                    }

                    break;
                case JsonObject members:
                    foreach (var name in members.Where(member => IsMask(member.Value)).Select(member => member.Key).ToList())
                        members[name] = Stored(errors, field, (old as JsonObject)?[name]);
                    break;
                case var value when IsMask(value):
                    copy[key.Name] = Stored(errors, field, old);
                    break;
            }
        }

        return copy;
    }

    private static JsonNode? Stored(FieldErrors errors, string field, JsonNode? secret)
    {
        errors.Check(secret is not null, field, $"is \"{Mask}\", which stands for a stored secret, and none is stored");
        return secret?.DeepClone() ?? JsonValue.Create(Mask);
    }

    private static bool IsMask(JsonNode? value) => ConfigValues.TextOf(value) == Mask;
}
