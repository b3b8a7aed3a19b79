using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Traces, metrics and logs by OpenTelemetry; exported by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so.</summary>
internal static class Telemetry
{
    /// <summary>Every source and meter of ours starts with this.</summary>
    public const string Ours = "SelfServiceAgent.*";

    // In milliseconds. With the default of ten seconds, a replica whose collector is away would take longer to stop than it has.
    private const string ExportTimeout = "OTEL_EXPORTER_OTLP_TIMEOUT";

    // They write a line or more for each statement or call; a unit of work has one line of ours.
    private static readonly string[] _chatty =
        ["Npgsql", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "System.Net.Http.HttpClient", "Polly", "Yarp"];

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        foreach (var category in _chatty) builder.Logging.AddFilter(category, LogLevel.Warning);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = false; // they hold the path, which may hold a secret
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, autoGenerateServiceInstanceId: false)) // the orchestrator names its instances
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter(Ours))
            .WithTracing(tracing => tracing
                .AddSource(Ours)
                .AddProcessor<UnaskedQueries>()
                .AddAspNetCoreInstrumentation(http =>
                {
                    http.Filter = context => !IsProbe(context.Request.Path);
                    http.EnrichWithHttpResponse = (span, response) => SecretPaths.Hide(span, "url.path", response.HttpContext.Request.Path, "");
                })
                .AddHttpClientInstrumentation(http => http.EnrichWithHttpRequestMessage = (span, request) =>
                    SecretPaths.Hide(span, "url.full", request.RequestUri!.AbsolutePath, request.RequestUri.GetLeftPart(UriPartial.Authority))));
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        builder.Configuration[ExportTimeout] ??= "1000";
        telemetry.UseOtlpExporter();
    }

    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) => path == "/health" || path == "/alive";
}
