using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationDispatcher.Integrations;

/// <summary>Degraded while an integration this server is set up for does not work; what goes out over the others is none the worse.</summary>
internal sealed class IntegrationsHealthCheck(Plugs plugs, PreferenceReader preferences) : IHealthCheck
{
    public const string Name = "integrations";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var everyone = await preferences.ReadDefaultsAsync(cancellationToken);
        return everyone.Probes.Keys.Any(type => plugs.Available(type) is not null) ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy();
    }
}
