using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Without the database a service can do nothing: unhealthy. A service whose connections are all busy is not: the check has one of its own.
/// However often it is asked, it asks the database once at a time and once a second, so that nobody can load it from outside.
/// </summary>
/// <param name="database">Of one connection, apart from those that the service works with.</param>
internal sealed class DatabaseHealthCheck(
    [FromKeyedServices(DatabaseExtensions.ConnectionName)] NpgsqlDataSource database, TimeProvider clock) : IHealthCheck
{
    public const string Name = "database";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _answer;
    private long _askedAt;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        LatestAsync().WaitAsync(cancellationToken);

    private Task<HealthCheckResult> LatestAsync()
    {
        lock (_lock)
        {
            if (_answer is { } latest && (!latest.IsCompleted || clock.GetElapsedTime(_askedAt) < _freshness)) return latest;
            _askedAt = clock.GetTimestamp();
            return _answer = AskAsync();
        }
    }

    // Whoever asked first may leave: the others wait for the same answer.
    private async Task<HealthCheckResult> AskAsync()
    {
        using var timeout = new CancellationTokenSource(_patience, clock);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(timeout.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", e);
        }
    }
}
