using System.Diagnostics.Metrics;
using SelfServiceAgent.Contracts;

namespace RequestManager.Requests;

internal static class RequestTelemetry
{
    private static readonly Counter<long> _accepted = Telemetry.Meter.CreateCounter<long>("ssa.requests.accepted", "{request}", "Requests stored and numbered.");
    private static readonly Counter<long> _completed = Telemetry.Meter.CreateCounter<long>("ssa.requests.completed", "{request}", "Requests that ended, by how.");

    public static void Accepted(IntegrationType integrationType) => _accepted.Add(1, new KeyValuePair<string, object?>("integration_type", integrationType));

    public static void Completed(ResponseReady response) => _completed.Add(
        1,
        new("integration_type", response.IntegrationType),
        new("response_type", response.ResponseType));
}
