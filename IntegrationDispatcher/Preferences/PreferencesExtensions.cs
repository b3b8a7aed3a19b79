using IntegrationDispatcher.Storage;
using Microsoft.AspNetCore.DataProtection;
using SelfServiceAgent.Contracts;
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
        services.AddDataProtection().SetApplicationName(ServiceNames.IntegrationDispatcher).PersistKeysToDbContext<DispatcherDb>();
        services.AddHostedService<FirstKey>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<PreferenceReader>();
        services.AddSingleton<PreferenceCache>();
        services.AddSingleton<GoneOverrides>();
        services.AddScoped<UserOverrides>();
        services.AddScoped<DefaultWriter>();
    }
}
