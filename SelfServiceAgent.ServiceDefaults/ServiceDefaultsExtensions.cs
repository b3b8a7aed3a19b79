using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults.Production;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>How a service of ours runs: telemetry, health, discovery, problems, one way to write JSON.</summary>
public static class ServiceDefaultsExtensions
{
    // The orchestrator kills a process six seconds after it asked it to stop.
    private static readonly TimeSpan _stopTime = TimeSpan.FromSeconds(5);

    /// <param name="service">One of <see cref="ServiceNames"/>.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<ProductionChecks>(); // first of all steps
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.AddServiceDiscovery();
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopTime);
        builder.AddTelemetry(service);
        builder.AddProblems();
        return builder;
    }

    /// <summary>A client for one of our own services: found by name, with retries, time-outs and a circuit breaker. For nobody else's.</summary>
    /// <param name="service">One of <see cref="ServiceNames"/>.</param>
    /// <param name="name">The client's own name, where its failures must not trip the circuit breaker of the service's other client.</param>
    public static IHttpClientBuilder AddServiceClient(this IServiceCollection services, string service, string? name = null)
    {
        var client = services.AddOneTryServiceClient(service, name ?? service);
        client.AddStandardResilienceHandler();
        return client;
    }

    /// <summary>A client for one of our own services that tries once: for what nobody wants later.</summary>
    /// <param name="service">One of <see cref="ServiceNames"/>.</param>
    public static IHttpClientBuilder AddOneTryServiceClient(this IServiceCollection services, string service, string name)
    {
        var client = services.AddHttpClient(name, http => http.BaseAddress = new Uri($"https+http://{service}"));
        client.AddServiceDiscovery();
        return client;
    }

    /// <summary>First in the pipeline: errors become problems, <c>/health</c> and <c>/alive</c> answer.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseProblems();
        app.MapHealthEndpoints();
        return app;
    }
}
