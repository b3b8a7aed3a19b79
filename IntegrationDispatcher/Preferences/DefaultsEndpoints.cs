using System.Text.Json.Nodes;
using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Storage;
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
        management.MapPut("/integration-defaults/{integration_type}", PutAsync).Describes(PreferenceOperations.ChangeDefault);
        management.MapDelete("/integration-defaults/{integration_type}", DeleteAsync).Describes(PreferenceOperations.RemoveDefault);
        users.MapGet("/integration-defaults", ReadEffectiveAsync).Describes(PreferenceOperations.ReadEffective);
        users.MapPost("/integration-defaults/reset", ResetAsync).Describes(PreferenceOperations.Reset);
    }

    private static async Task<IResult> ReadDefaultsAsync(PreferenceReader preferences, CancellationToken cancellationToken)
    {
        var everyone = await preferences.ReadDefaultsAsync(cancellationToken);
        return Results.Json(new DefaultsView(Shown(everyone.Defaults)), WireJson.Options);
    }

    private static async Task<IResult> PutAsync(
        OverriddenType path, OverrideChange body, Manager manager, DefaultWriter defaults, HttpContext context, CancellationToken cancellationToken)
    {
        if ((path.Problem(context) ?? body.Problem(context)) is { } problem) return problem;
        if (!manager.IsAdmin) return CommonProblems.Forbidden.Result();
        var errors = new FieldErrors();
        var row = await defaults.ChangeAsync(path.Value, body, errors, cancellationToken);
        return errors.Problem ?? Results.Json(DefaultView.Of(row), WireJson.Options);
    }

    private static async Task<IResult> DeleteAsync(
        OverriddenType path, Manager manager, DefaultWriter defaults, HttpContext context, CancellationToken cancellationToken)
    {
        if (path.Problem(context) is { } problem) return problem;
        if (!manager.IsAdmin) return CommonProblems.Forbidden.Result();
        return await defaults.RemoveAsync(path.Value, cancellationToken)
            ? Results.Json(new Success($"The built-in default for {EnumText.Of(path.Value)} holds again."), WireJson.Options)
            : Problems.DefaultNotFound.Result();
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

/// <summary>A stored default as the API shows it.</summary>
internal sealed record DefaultView(
    long Id, IntegrationType IntegrationType, bool Enabled, int Priority, int RetryCount, int RetryDelaySeconds, JsonObject Config,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static DefaultView Of(IntegrationDefaultConfig row) => new(
        row.Id, row.IntegrationType, row.Enabled, row.Priority, row.RetryCount, row.RetryDelaySeconds,
        Secrets.Masked(row.IntegrationType, row.Config), row.CreatedAt, row.UpdatedAt);
}

/// <summary>What holds for one person.</summary>
/// <param name="UserOverrides">What the person, or someone for them, has set; by integration type.</param>
/// <param name="EffectiveConfigs">How messages go out: the enabled integrations only.</param>
/// <param name="UsingIntegrationDefaults">Whether there are no overrides.</param>
internal sealed record EffectiveView(
    string UserId,
    OrderedDictionary<string, IntegrationSettings> UserOverrides,
    OrderedDictionary<string, IntegrationSettings> EffectiveConfigs,
    bool UsingIntegrationDefaults);
