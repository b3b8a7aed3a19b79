using System.Text.Json.Nodes;
using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Preferences;

/// <summary>A person's overrides: made or replaced by POST, changed in part by PUT, removed by DELETE.</summary>
internal static class OverrideEndpoints
{
    public static void MapOverrides(this IEndpointRouteBuilder users)
    {
        users.MapPost("/integrations", PostAsync).Describes(PreferenceOperations.Write);
        users.MapPut("/integrations/{integration_type}", PutAsync).Describes(PreferenceOperations.Change);
        users.MapDelete("/integrations/{integration_type}", DeleteAsync).Describes(PreferenceOperations.Remove);
    }

    private static Task<IResult> PostAsync(UserId user, NewOverride body, UserOverrides overrides, CancellationToken cancellationToken) =>
        WriteAsync(user, body.IntegrationType!.Value, mayCreate: true, body.Complete(), overrides, cancellationToken); // checked before access

    private static Task<IResult> PutAsync(
        UserId user, OverriddenType path, OverrideChange body, UserOverrides overrides, CancellationToken cancellationToken) =>
        WriteAsync(user, path.Value, mayCreate: false, body, overrides, cancellationToken);

    private static async Task<IResult> DeleteAsync(UserId user, OverriddenType path, UserOverrides overrides, CancellationToken cancellationToken)
    {
        return await overrides.DeleteAsync(user.Value, path.Value, cancellationToken) == 0
            ? Problems.OverrideNotFound.Result()
            : Results.Json(new Success($"The override for {EnumText.Of(path.Value)} is removed."), WireJson.Options);
    }

    private static async Task<IResult> WriteAsync(
        UserId user, IntegrationType type, bool mayCreate, OverrideChange change, UserOverrides overrides, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var row = await overrides.ChangeAsync(
            user.Value,
            type,
            mayCreate,
            stored =>
            {
                change.ApplyTo(stored, errors);
                return !errors.Any;
            },
            cancellationToken);
        return row is null ? Problems.OverrideNotFound.Result() : errors.Problem ?? Results.Json(OverrideView.Of(row), WireJson.Options);
    }
}

/// <summary>The integration in the path.</summary>
internal sealed record OverriddenType(IntegrationType? Read) : ICheckedInput
{
    public const string RouteKey = "integration_type";

    public static string Rule { get; } = $"must be one of: {string.Join(", ", DeliveryTypes.All.Select(EnumText.Of))}";

    /// <summary>Only after it was checked.</summary>
    public IntegrationType Value => Read!.Value;

    public static ValueTask<OverriddenType?> BindAsync(HttpContext context) => ValueTask.FromResult<OverriddenType?>(new(In(context)));

    /// <returns>Null when the path has none, or one that does not deliver.</returns>
    public static IntegrationType? In(HttpContext context) =>
        EnumText.TryParse<IntegrationType>(context.GetRouteValue(RouteKey) as string, out var type) && DeliveryTypes.All.Contains(type) ? type : null;

    public IResult? Problem(HttpContext context)
    {
        var errors = new FieldErrors();
        errors.Check(Read is not null, RouteKey, Rule);
        return errors.Problem;
    }
}

/// <summary>A stored override as the API shows it.</summary>
internal sealed record OverrideView(
    long Id, string UserId, IntegrationType IntegrationType, bool Enabled, int Priority, int RetryCount, int RetryDelaySeconds, JsonObject Config,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static OverrideView Of(UserIntegrationConfig row) => new(
        row.Id, row.UserId, row.IntegrationType, row.Enabled, row.Priority, row.RetryCount, row.RetryDelaySeconds,
        Secrets.Masked(row.IntegrationType, row.Config), row.CreatedAt, row.UpdatedAt);
}
