using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>Without the broker requests are still accepted and wait in their rows: degraded.</summary>
internal sealed class BrokerHealthCheck(BrokerLink link) : IHealthCheck
{
    public const string Name = "broker";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(link.Session is null ? HealthCheckResult.Degraded("the broker is away") : HealthCheckResult.Healthy());
}
