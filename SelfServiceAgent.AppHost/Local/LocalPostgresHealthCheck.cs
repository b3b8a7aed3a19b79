using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>Healthy while the database opens; each time anew, because a pooled connection knows nothing of a restart.</summary>
internal sealed class LocalPostgresHealthCheck(LocalPostgresServerResource server, string databaseName) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var connectionString = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
            await using var connection = new NpgsqlConnection($"{connectionString};Database={databaseName};Pooling=false;Timeout=3");
            await connection.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
