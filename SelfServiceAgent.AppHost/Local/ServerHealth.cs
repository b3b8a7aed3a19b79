using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>Ties a health check to the resource it watches.</summary>
internal static class ServerHealth
{
    public static IResourceBuilder<T> WithServerHealthCheck<T>(this IResourceBuilder<T> server, IHealthCheck check) where T : IResource
    {
        var name = $"{server.Resource.Name}_check";
        server.ApplicationBuilder.Services.AddHealthChecks().AddCheck(name, new PatientHealthCheck(check));
        return server.WithHealthCheck(name);
    }
}
