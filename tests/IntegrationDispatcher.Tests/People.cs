using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

/// <summary>Preferences to play with, and integrations that are only there.</summary>
internal static class People
{
    public static IReadOnlyDictionary<IntegrationType, IntegrationSettings> Defaults { get; } = new Dictionary<IntegrationType, IntegrationSettings>
    {
        [IntegrationType.Slack] = new(false, 1, 3, 60, []),
        [IntegrationType.Email] = new(false, 2, 3, 60, new() { ["include_agent_info"] = true, ["format"] = "html" }),
        [IntegrationType.Webhook] = new(false, 3, 1, 30, []),
        [IntegrationType.Sms] = new(false, 4, 2, 45, []),
        [IntegrationType.Test] = new(true, 5, 1, 10, []),
    };

    public static UserPreferences WithoutOverrides { get; } = new(Defaults, new Dictionary<IntegrationType, UserOverride>());

    public static UserPreferences With(params (IntegrationType Type, IntegrationSettings Settings)[] overrides) =>
        new(Defaults, overrides.ToDictionary(entry => entry.Type, entry => new UserOverride(1, 1, entry.Settings, null)));

    public static IntegrationSettings Settings(string config = "{}", bool enabled = true, int priority = 1) =>
        new(enabled, priority, 3, 60, JsonNode.Parse(config)!.AsObject());

    public static IIntegration? Plug(IntegrationType type) =>
        type is IntegrationType.Test or IntegrationType.Webhook ? new OnlyThere(type) : null;

    private sealed class OnlyThere(IntegrationType type) : IIntegration
    {
        public IntegrationType Type => type;

        public bool IsConfigured => true;

        public string? Objection(JsonObject config) => type == IntegrationType.Webhook && !config.ContainsKey("url") ? "no url is configured for it" : null;

        public string? DestinationOf(JsonObject config) => null;

        public Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
