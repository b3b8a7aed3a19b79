using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using Way = SelfServiceAgent.Contracts.IntegrationType;

namespace IntegrationDispatcher.Preferences;

/// <summary>What PUT takes: what is left out stays as it is. Attributes are for the reference; <see cref="Problem(IntegrationType?)"/> is what holds.</summary>
internal record OverrideChange : ICheckedInput
{
    /// <summary>Whether messages go out this way.</summary>
    public bool? Enabled { get; init; }

    /// <summary>1 goes first.</summary>
    [Range(SettingsRules.MinPriority, SettingsRules.MaxPriority)]
    public int? Priority { get; init; }

    /// <summary>Retries after the first attempt.</summary>
    [Range(SettingsRules.MinRetryCount, SettingsRules.MaxRetryCount)]
    public int? RetryCount { get; init; }

    /// <summary>The wait before a retry, in seconds.</summary>
    [Range(SettingsRules.MinRetryDelaySeconds, SettingsRules.MaxRetryDelaySeconds)]
    public int? RetryDelaySeconds { get; init; }

    /// <summary>What only this integration understands; replaces the whole of what was there. A secret that is sent back as shown stays.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Writes what was sent into a row; what is wrong only together with what is stored becomes an error.</summary>
    public void ApplyTo(SettingsRow row, FieldErrors errors)
    {
        row.Enabled = Enabled ?? row.Enabled;
        row.Priority = Priority ?? row.Priority;
        row.RetryCount = RetryCount ?? row.RetryCount;
        row.RetryDelaySeconds = RetryDelaySeconds ?? row.RetryDelaySeconds;
        if (Config is not null) row.Config = Checked(errors, row.IntegrationType, Config, row.Config);
    }

    public virtual IResult? Problem(HttpContext context) => Problem(OverriddenType.In(context));

    /// <param name="type">Of which integration it is the override.</param>
    public IResult? Problem(IntegrationType? type)
    {
        var errors = new FieldErrors();
        SettingsRules.CheckNumbers(errors, Priority, RetryCount, RetryDelaySeconds);
        if (type is not { } known || !DeliveryTypes.All.Contains(known)) errors.Add(OverriddenType.RouteKey, OverriddenType.Rule);
        else if (Config is not null) ConfigRules.CheckSent(errors, known, Config);
        return errors.Problem;
    }

    private static JsonObject Checked(FieldErrors errors, IntegrationType type, JsonObject sent, JsonObject stored)
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
}

/// <summary>What POST takes: what is left out is enabled, priority 1, 3 retries, 60 s, and an empty config.</summary>
internal sealed record NewOverride : OverrideChange
{
    /// <summary>The integration it is for.</summary>
    [Required, AllowedValues(Way.Slack, Way.Email, Way.Webhook, Way.Sms, Way.Test)]
    public IntegrationType? IntegrationType { get; init; }

    public override IResult? Problem(HttpContext context) => Problem(IntegrationType);

    /// <summary>The same with everything that was left out.</summary>
    public OverrideChange Complete() => new()
    {
        Enabled = Enabled ?? true,
        Priority = Priority ?? SettingsRules.DefaultPriority,
        RetryCount = RetryCount ?? SettingsRules.DefaultRetryCount,
        RetryDelaySeconds = RetryDelaySeconds ?? SettingsRules.DefaultRetryDelaySeconds,
        Config = Config ?? [],
    };
}
