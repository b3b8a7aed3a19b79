using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// What holds for everyone before any row is read: the product's own values, enabled where the integration is set up on this server, each
/// overridable by configuration. A row in <c>integration_default_configs</c> replaces it.
/// </summary>
internal sealed class IntegrationDefaults(IOptions<IntegrationDefaultsOptions> options, Integrations.Plugs plugs)
{
    private static readonly Dictionary<IntegrationType, IntegrationSettings> _builtIn = new()
    {
        [IntegrationType.Slack] = new(true, 1, 3, 60, new() { ["thread_replies"] = false, ["mention_user"] = false, ["include_agent_info"] = true }),
        [IntegrationType.Email] = new(true, 2, 3, 60, new() { ["include_agent_info"] = true, ["format"] = "html" }),
        [IntegrationType.Webhook] = new(false, 3, 1, 30, []),
        [IntegrationType.Sms] = new(false, 4, 2, 45, []),
        [IntegrationType.Test] = new(true, 5, 1, 10, []),
    };

    /// <summary>By type, all of <see cref="DeliveryTypes.All"/>. Shared and never changed: clone a config before changing it.</summary>
    public IReadOnlyDictionary<IntegrationType, IntegrationSettings> Values { get; } =
        DeliveryTypes.All.ToDictionary(type => type, type => Configured(
            _builtIn[type] with { Enabled = _builtIn[type].Enabled && plugs.Available(type) is not null },
            options.Value.GetValueOrDefault(EnumText.Of(type)),
            type));

    /// <summary>The same, with those disabled whose far side refuses us, unless the configuration says otherwise.</summary>
    public IReadOnlyDictionary<IntegrationType, IntegrationSettings> Without(IReadOnlyCollection<IntegrationType> refused) =>
        refused.Count == 0 ? Values : Values.ToDictionary(
            entry => entry.Key,
            entry => refused.Contains(entry.Key) && options.Value.GetValueOrDefault(EnumText.Of(entry.Key))?.Enabled is null
                ? entry.Value with { Enabled = false } : entry.Value);

    private static IntegrationSettings Configured(IntegrationSettings builtIn, DefaultSettings? configured, IntegrationType type) =>
        configured is null ? builtIn : new(
            configured.Enabled ?? builtIn.Enabled,
            configured.Priority ?? builtIn.Priority,
            configured.RetryCount ?? builtIn.RetryCount,
            configured.RetryDelaySeconds ?? builtIn.RetryDelaySeconds,
            EffectiveConfiguration.Laid(ConfigRules.FromText(type, configured.Config), over: builtIn.Config));
}
