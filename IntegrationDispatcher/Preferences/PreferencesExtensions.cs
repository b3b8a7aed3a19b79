using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

internal static class PreferencesExtensions
{
    /// <summary>How people want to be reached.</summary>
    public static void AddPreferences(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<IntegrationDefaultsOptions, IntegrationDefaultsOptionsValidator>(IntegrationDefaultsOptions.Section);
        services.AddSingleton<IntegrationDefaults>();
        services.AddSingleton<PreferenceReader>();
        services.AddSingleton<GoneOverrides>();
        services.AddScoped<UserOverrides>();
    }
}
