using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// The defaults, each replaced by the person's override; an override's config is laid over the default's. The default's secrets stay with the
/// default's address: they do not follow an override to an address of its own. Pure.
/// </summary>
internal static class EffectiveConfiguration
{
    /// <summary>What holds for one integration, enabled or not.</summary>
    public static IntegrationSettings Of(UserPreferences preferences, IntegrationType type)
    {
        var settings = preferences.Defaults[type];
        return preferences.Overrides.TryGetValue(type, out var own)
            ? own.Settings with { Config = Laid(own.Settings.Config, over: Inherited(type, settings.Config, own.Settings.Config)) }
            : settings;
    }

    /// <summary>The same, with the address laid in where the config names none.</summary>
    public static IntegrationSettings Of(UserPreferences preferences, IntegrationType type, Recipient recipient) =>
        Addresses.Laid(type, Of(preferences, type), recipient);

    /// <summary>The enabled ones, in order of priority.</summary>
    public static IReadOnlyDictionary<IntegrationType, IntegrationSettings> Of(UserPreferences preferences) =>
        DeliveryTypes.All
            .Select(type => (Type: type, Settings: Of(preferences, type)))
            .Where(entry => entry.Settings.Enabled)
            .OrderBy(entry => entry.Settings.Priority)
            .ToDictionary(entry => entry.Type, entry => entry.Settings);

    /// <returns>A new object: <paramref name="over"/> with what <paramref name="top"/> has instead.</returns>
    public static JsonObject Laid(JsonObject top, JsonObject over)
    {
        var result = over.DeepClone().AsObject();
        foreach (var (name, value) in top) result[name] = value?.DeepClone();
        return result;
    }

    private static JsonObject Inherited(IntegrationType type, JsonObject everyones, JsonObject own)
    {
        if (!own.ContainsKey(ConfigRules.Url)) return everyones;
        var inherited = everyones.DeepClone().AsObject();
        foreach (var key in ConfigRules.KeysOf(type).Where(key => key.Secrecy != Secrecy.None)) inherited.Remove(key.Name);
        return inherited;
    }
}
