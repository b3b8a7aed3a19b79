using IntegrationDispatcher.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Preferences;

/// <summary>What holds for everyone, and what holds for one person.</summary>
internal static class DefaultsEndpoints
{
    public static void MapDefaults(this IEndpointRouteBuilder management, IEndpointRouteBuilder users)
    {
        management.MapGet("/integration-defaults", ReadDefaultsAsync).Describes(PreferenceOperations.ReadDefaults);
        users.MapGet("/integration-defaults", ReadEffectiveAsync).Describes(PreferenceOperations.ReadEffective);
        users.MapPost("/integration-defaults/reset", ResetAsync).Describes(PreferenceOperations.Reset);
    }

    private static async Task<IResult> ReadDefaultsAsync(PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var everyone = await preferences.ReadAsync("", cancellationToken); // nobody's overrides
        return Results.Json(new DefaultsView(Shown(everyone.Defaults)), WireJson.Options);
    }

    private static async Task<IResult> ReadEffectiveAsync(UserId user, PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var own = await preferences.ReadAsync(user.Value, cancellationToken);
        return Results.Json(
            new EffectiveView(
                user.Value,
                Shown(own.Overrides.ToDictionary(entry => entry.Key, entry => entry.Value.Settings)),
                Shown(EffectiveConfiguration.Of(own)),
                own.Overrides.Count == 0),
            WireJson.Options);
    }

    private static async Task<IResult> ResetAsync(UserId user, UserOverrides overrides, CancellationToken cancellationToken)
    {
        await overrides.DeleteAsync(user.Value, null, cancellationToken);
        return Results.Json(new Success("The person uses the integration defaults again."), WireJson.Options);
    }

    // In order of priority.
    private static OrderedDictionary<string, IntegrationSettings> Shown(IEnumerable<KeyValuePair<IntegrationType, IntegrationSettings>> settings) => new(
        settings.OrderBy(entry => entry.Value.Priority).Select(entry => KeyValuePair.Create(EnumText.Of(entry.Key), Secrets.Masked(entry.Key, entry.Value))));
}

/// <summary>What holds for everyone, by integration type.</summary>
internal sealed record DefaultsView(OrderedDictionary<string, IntegrationSettings> DefaultIntegrations);

/// <summary>What holds for one person.</summary>
/// <param name="UserOverrides">What the person, or someone for them, has set; by integration type.</param>
/// <param name="EffectiveConfigs">How messages go out: the enabled integrations only.</param>
/// <param name="UsingIntegrationDefaults">Whether there are no overrides.</param>
internal sealed record EffectiveView(
    string UserId,
    OrderedDictionary<string, IntegrationSettings> UserOverrides,
    OrderedDictionary<string, IntegrationSettings> EffectiveConfigs,
    bool UsingIntegrationDefaults);
