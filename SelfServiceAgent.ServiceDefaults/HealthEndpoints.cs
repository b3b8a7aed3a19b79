using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Says which integrations can deliver; what <c>/health</c> shows as <c>integrations_available</c>.</summary>
public interface IAvailableIntegrations
{
    /// <summary>Empty when nobody knows at the moment. Never throws for a far side that is away.</summary>
    ValueTask<IReadOnlyList<IntegrationType>> GetAsync(CancellationToken cancellationToken);
}

/// <summary><c>/health</c>: can the service work? <c>/alive</c>: is the process up? In every environment, never with details of secrets.</summary>
public static class HealthEndpoints
{
    private static readonly string _version =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    internal static void MapHealthEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapGet("/alive", () => Results.Json(new Alive("alive"), WireJson.Options)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        var services = context.RequestServices;
        var integrations = services.GetService<IAvailableIntegrations>() is { } known ? await known.GetAsync(context.RequestAborted) : null;
        var health = new Health(
            report.Status.ToString().ToLowerInvariant(),
            services.GetRequiredService<EventBusIdentity>().Service,
            _version,
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            report.Entries.TryGetValue(DatabaseHealthCheck.Name, out var database) && database.Status == HealthStatus.Healthy,
            report.Entries.Where(entry => entry.Value.Tags.Contains(EventBusExtensions.HealthTag))
                .ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString().ToLowerInvariant()),
            integrations ?? []);
        await context.Response.WriteAsJsonAsync(health, WireJson.Options, context.RequestAborted);
    }

    private sealed record Alive(string Status);

    private sealed record Health(
        string Status,
        string Service,
        string Version,
        DateTimeOffset Timestamp,
        bool DatabaseConnected,
        IReadOnlyDictionary<string, string> Services,
        IReadOnlyList<IntegrationType> IntegrationsAvailable);
}
