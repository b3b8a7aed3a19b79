using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>
/// Outside development nothing starts with what is only good for development: everything that is wrong is named, a line each, before a port
/// is opened or the database is asked. Development is what the environment must say; where it says nothing, it is production.
/// </summary>
internal sealed class ProductionChecks(IConfiguration configuration, IHostEnvironment environment) : StartupStep
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment()) return Task.CompletedTask;
        string[] faults = [.. ProductionRules.FaultsOf(configuration).Order(StringComparer.Ordinal)];
        return faults is []
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"What is fit for development only does not start in the environment {environment.EnvironmentName}:\n{string.Join('\n', faults)}");
    }
}
