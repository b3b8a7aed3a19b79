using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// Section <c>Integrations:Defaults</c>: by integration (<c>SLACK</c>, <c>EMAIL</c>, <c>WEBHOOK</c>, <c>SMS</c>, <c>TEST</c>), what differs
/// from the built-in defaults.
/// </summary>
internal sealed class IntegrationDefaultsOptions() : Dictionary<string, DefaultSettings>(StringComparer.OrdinalIgnoreCase)
{
    public const string Section = "Integrations:Defaults";
}

/// <summary>What differs from the built-in default; what is left out stays.</summary>
internal sealed class DefaultSettings
{
    /// <summary>Whether the integration is used for people without an override.</summary>
    public bool? Enabled { get; set; }

    /// <summary>1 to 100; 1 goes first.</summary>
    public int? Priority { get; set; }

    /// <summary>Retries after the first attempt, 0 to 50.</summary>
    public int? RetryCount { get; set; }

    /// <summary>Seconds before a retry, 1 to 86,400.</summary>
    public int? RetryDelaySeconds { get; set; }

    /// <summary>Laid over the built-in config, key by key.</summary>
    public Dictionary<string, string> Config { get; } = [];
}

internal sealed class IntegrationDefaultsOptionsValidator : IValidateOptions<IntegrationDefaultsOptions>
{
    public ValidateOptionsResult Validate(string? name, IntegrationDefaultsOptions options)
    {
        var problems = options.SelectMany(entry => ProblemsOf(entry.Key, entry.Value)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsOf(string name, DefaultSettings settings)
    {
        var place = $"{IntegrationDefaultsOptions.Section}:{name}";
        if (!EnumText.TryParse<IntegrationType>(name, out var type) || !DeliveryTypes.All.Contains(type))
            return [$"{place} is not an integration that delivers"];
        var errors = new FieldErrors();
        SettingsRules.CheckNumbers(errors, settings.Priority, settings.RetryCount, settings.RetryDelaySeconds);
        ConfigRules.Check(errors, type, ConfigRules.FromText(type, settings.Config));
        return errors.All.Select(error => $"{place}: {error.Key} {string.Join(", ", error.Value)}");
    }
}
