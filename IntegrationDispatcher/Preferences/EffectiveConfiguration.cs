using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>The defaults, each replaced by the person's override; an override's config is laid over the default's. Pure.</summary>
internal static class EffectiveConfiguration
{
    /// <summary>What holds for one integration, enabled or not.</summary>
    public static IntegrationSettings Of(UserPreferences preferences, IntegrationType type)
    {
        var settings = preferences.Defaults[type];
        return preferences.Overrides.TryGetValue(type, out var own)
            ? own.Settings with { Config = Laid(own.Settings.Config, over: settings.Config) }
            : settings;
    }

    /// <summary>The enabled ones, in order of priority.</summary>
    public static IReadOnlyDictionary<IntegrationType, IntegrationSettings> Of(UserPreferences preferences) =>
        DeliveryTypes.All
            .Select(type => (Type: type, Settings: Of(preferences, type)))
            .Where(entry => entry.Settings.Enabled)
            .OrderBy(entry => entry.Settings.Priority)
            .ToDictionary(entry => entry.Type, entry => entry.Settings);

    private static JsonObject Laid(JsonObject top, JsonObject over)
    {
        var result = over.DeepClone().AsObject();
        foreach (var (name, value) in top) result[name] = value?.DeepClone();
        return result;
    }
}
