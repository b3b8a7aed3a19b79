using System.Text.Json;
using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>What holds for everyone, and what holds for one person.</summary>
internal static class DefaultsEndpoints
{
    public static void MapDefaults(this IEndpointRouteBuilder management, IEndpointRouteBuilder users)
    {
        management.MapGet("/integration-defaults", ReadDefaultsAsync);
        users.MapGet("/integration-defaults", ReadEffectiveAsync);
        users.MapPost("/integration-defaults/reset", ResetAsync);
    }

    private static async Task<IResult> ReadDefaultsAsync(PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var everyone = await preferences.ReadAsync("", cancellationToken); // nobody's overrides
        return Results.Json(new { DefaultIntegrations = Shown(everyone.Defaults) }, WireJson.Options);
    }

    private static async Task<IResult> ReadEffectiveAsync(UserId user, PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var own = await preferences.ReadAsync(user.Value, cancellationToken);
        return Results.Json(
            new
            {
                UserId = user.Value,
                UserOverrides = Shown(own.Overrides.ToDictionary(entry => entry.Key, entry => entry.Value.Settings)),
                EffectiveConfigs = Shown(EffectiveConfiguration.Of(own)),
                UsingIntegrationDefaults = own.Overrides.Count == 0,
            },
            WireJson.Options);
    }

    private static async Task<IResult> ResetAsync(UserId user, UserOverrides overrides, CancellationToken cancellationToken)
    {
        await overrides.DeleteAsync(user.Value, null, cancellationToken);
        return Results.Json(new { Status = "success", Message = "The person uses the integration defaults again." }, WireJson.Options);
    }

    private static JsonObject Shown(IEnumerable<KeyValuePair<IntegrationType, IntegrationSettings>> settings) => new(
        settings.OrderBy(entry => entry.Value.Priority).Select(entry => KeyValuePair.Create(
            EnumText.Of(entry.Key),
            JsonSerializer.SerializeToNode(Secrets.Masked(entry.Key, entry.Value), WireJson.Options))));
}
