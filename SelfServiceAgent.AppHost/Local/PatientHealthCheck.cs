using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>
/// Asks again within one check before it says unhealthy. Aspire asks a server that is starting at growing intervals of up to 5 s, so
/// that a start would last seconds longer than the server needs.
/// </summary>
internal sealed class PatientHealthCheck(IHealthCheck check) : IHealthCheck
{
    private const int Attempts = 20;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await check.CheckHealthAsync(context, cancellationToken);
            if (result.Status == HealthStatus.Healthy || attempt == Attempts)
                return result;

            await Task.Delay(_pause, cancellationToken);
        }
    }
}
