using System.Text.Json.Nodes;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>A person's overrides: made or replaced by POST, changed in part by PUT, removed by DELETE.</summary>
internal static class OverrideEndpoints
{
    public static void MapOverrides(this IEndpointRouteBuilder users)
    {
        users.MapPost("/integrations", PostAsync);
        users.MapPut("/integrations/{integration_type}", PutAsync);
        users.MapDelete("/integrations/{integration_type}", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(UserId user, OverrideBody body, UserOverrides overrides, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (body.IntegrationType is not { } type || !DeliveryTypes.All.Contains(type))
        {
            errors.Add("integration_type", AllowedTypes);
            return CommonProblems.ValidationFailed.Result(errors.All);
        }

        return await WriteAsync(user, type, mayCreate: true, overrides, errors, row =>
        {
            row.Enabled = body.Enabled ?? true;
            row.Priority = body.Priority ?? SettingsRules.DefaultPriority;
            row.RetryCount = body.RetryCount ?? SettingsRules.DefaultRetryCount;
            row.RetryDelaySeconds = body.RetryDelaySeconds ?? SettingsRules.DefaultRetryDelaySeconds;
            row.Config = CheckedConfig(errors, type, body.Config ?? [], row.Config);
            SettingsRules.CheckNumbers(errors, body.Priority, body.RetryCount, body.RetryDelaySeconds);
        }, cancellationToken);
    }

    private static async Task<IResult> PutAsync(
        UserId user, string integration_type, OverrideBody body, UserOverrides overrides, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (TypeOf(integration_type, errors) is not { } type) return CommonProblems.ValidationFailed.Result(errors.All);
        return await WriteAsync(user, type, mayCreate: false, overrides, errors, row =>
        {
            row.Enabled = body.Enabled ?? row.Enabled;
            row.Priority = body.Priority ?? row.Priority;
            row.RetryCount = body.RetryCount ?? row.RetryCount;
            row.RetryDelaySeconds = body.RetryDelaySeconds ?? row.RetryDelaySeconds;
            if (body.Config is not null) row.Config = CheckedConfig(errors, type, body.Config, row.Config);
            SettingsRules.CheckNumbers(errors, body.Priority, body.RetryCount, body.RetryDelaySeconds);
        }, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(UserId user, string integration_type, UserOverrides overrides, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (TypeOf(integration_type, errors) is not { } type) return CommonProblems.ValidationFailed.Result(errors.All);
        return await overrides.DeleteAsync(user.Value, type, cancellationToken) == 0
            ? Problems.OverrideNotFound.Result()
            : Results.Json(new { Status = "success", Message = $"The override for {EnumText.Of(type)} is removed." }, WireJson.Options);
    }

    private static async Task<IResult> WriteAsync(
        UserId user, IntegrationType type, bool mayCreate, UserOverrides overrides, FieldErrors errors, Action<UserIntegrationConfig> write,
        CancellationToken cancellationToken)
    {
        var row = await overrides.ChangeAsync(
            user.Value,
            type,
            mayCreate,
            stored =>
            {
                write(stored);
                return !errors.Any;
            },
            cancellationToken);
        if (row is null) return Problems.OverrideNotFound.Result();
        return errors.Any ? CommonProblems.ValidationFailed.Result(errors.All) : Results.Json(OverrideView.Of(row), WireJson.Options);
    }

    private static JsonObject CheckedConfig(FieldErrors errors, IntegrationType type, JsonObject sent, JsonObject stored)
    {
        if (!Storable.Json(sent))
        {
            ConfigRules.Check(errors, type, sent);
            return stored;
        }

        var config = Secrets.Restored(errors, type, sent, stored);
        ConfigRules.Check(errors, type, config);
        return config;
    }

    private static IntegrationType? TypeOf(string text, FieldErrors errors)
    {
        if (EnumText.TryParse<IntegrationType>(text, out var type) && DeliveryTypes.All.Contains(type)) return type;
        errors.Add("integration_type", AllowedTypes);
        return null;
    }

    private static string AllowedTypes { get; } = $"must be one of: {string.Join(", ", DeliveryTypes.All.Select(EnumText.Of))}";
}

/// <summary>What POST and PUT take; PUT takes the type from the path.</summary>
internal sealed record OverrideBody(
    IntegrationType? IntegrationType, bool? Enabled, int? Priority, int? RetryCount, int? RetryDelaySeconds, JsonObject? Config);

/// <summary>A stored override as the API shows it.</summary>
internal sealed record OverrideView(
    long Id, string UserId, IntegrationType IntegrationType, bool Enabled, int Priority, int RetryCount, int RetryDelaySeconds, JsonObject Config,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static OverrideView Of(UserIntegrationConfig row) => new(
        row.Id, row.UserId, row.IntegrationType, row.Enabled, row.Priority, row.RetryCount, row.RetryDelaySeconds,
        Secrets.Masked(row.IntegrationType, row.Config), row.CreatedAt, row.UpdatedAt);
}
