using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Integrations.Slack;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// Lays an address into a config that names none. An answer to Slack goes to the channel and thread it came from, whatever the config
/// says. Pure.
/// </summary>
internal static class Addresses
{
    private static readonly string[] _slackTargets = [SlackConfig.ChannelId, SlackConfig.SlackUserId, SlackConfig.UserEmail];

    public static IntegrationSettings Laid(IntegrationType type, IntegrationSettings settings, Recipient recipient) => type switch
    {
        IntegrationType.Slack when recipient.Origin == IntegrationType.Slack => settings with { Config = WhereItCameFrom(settings.Config, recipient) },
        IntegrationType.Slack when !_slackTargets.Any(settings.Config.ContainsKey) => With(settings, SlackConfig.UserEmail, recipient.EmailAddress),
        IntegrationType.Email when !settings.Config.ContainsKey(EmailConfig.EmailAddress) => With(settings, EmailConfig.EmailAddress, recipient.EmailAddress),
        _ => settings,
    };

    private static IntegrationSettings With(IntegrationSettings settings, string key, string? address) =>
        address is null ? settings : settings with { Config = EffectiveConfiguration.Laid(new() { [key] = address }, over: settings.Config) };

    private static JsonObject WhereItCameFrom(JsonObject config, Recipient recipient)
    {
        var result = config.DeepClone().AsObject();
        foreach (var target in _slackTargets) result.Remove(target);
        foreach (var name in new[] { SlackConfig.ChannelId, SlackConfig.ThreadId, SlackConfig.SlackUserId })
        {
            if (recipient.ContextText(name) is { } value) result[name] = value;
        }

        return result;
    }
}
