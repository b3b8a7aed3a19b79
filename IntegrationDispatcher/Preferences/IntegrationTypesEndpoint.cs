using System.Text.Json.Nodes;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Preferences;

/// <summary><c>GET /integration-types</c>: the ways out there are, whether they work here, and what each one's config may hold.</summary>
internal static class IntegrationTypesEndpoint
{
    public static void MapIntegrationTypes(this IEndpointRouteBuilder management) =>
        management.MapGet("/integration-types", ReadAsync).Describes(PreferenceOperations.ReadTypes);

    private static async Task<IResult> ReadAsync(Plugs plugs, PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var probes = (await preferences.ReadDefaultsAsync(cancellationToken)).Probes;
        return Results.Json(DeliveryTypes.All.Select(type => TypeView.Of(type, plugs, probes.GetValueOrDefault(type))), WireJson.Options);
    }
}

/// <summary>A way out.</summary>
/// <param name="Configured">Whether this server is set up for it.</param>
/// <param name="Health">What its far side said last: HEALTHY, UNREACHABLE or REFUSED; null when it is not set up.</param>
/// <param name="Reason">Why it is not healthy, or not used at all.</param>
/// <param name="ConfigSchema">What an override's <c>config</c> may hold, as JSON Schema 2020-12.</param>
internal sealed record TypeView(IntegrationType IntegrationType, bool Configured, ProbeVerdict? Health, string? Reason, JsonObject ConfigSchema)
{
    public static TypeView Of(IntegrationType type, Plugs plugs, Probe? probe)
    {
        var isConfigured = plugs.Available(type) is not null;
        return new(
            type, isConfigured, isConfigured ? probe?.Verdict ?? ProbeVerdict.Healthy : null, isConfigured ? probe?.Reason : Plan.NotSetUp, ConfigSchemas.Of(type));
    }
}
