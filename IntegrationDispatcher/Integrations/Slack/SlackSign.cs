using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>What a request that came in over Slack remembers of it, and the sign by which a person sees that they were heard.</summary>
internal static class SlackSign
{
    /// <summary>The reaction on a message that is being answered.</summary>
    public const string Heard = "eyes";

    /// <inheritdoc cref="ContextKeys.SlackMessage"/>
    public const string MessageTs = ContextKeys.SlackMessage;

    /// <summary>Where the answer to a command goes.</summary>
    public const string ResponseUrl = "slack_response_url";

    /// <summary>Whether the answer is for the person alone.</summary>
    public static bool IsPrivate(Message message) => MetadataOf(message)?.ContainsKey(ResponseUrl) == true;

    /// <param name="message">Only of one that came in over Slack is anything believed: its request was signed by Slack's secret.</param>
    public static string? Remembered(Message message, string name) => ConfigValues.TextOf(MetadataOf(message)?[name]);

    private static JsonObject? MetadataOf(Message message) =>
        message.Origin == IntegrationType.Slack ? message.IntegrationContext?[ContextKeys.Metadata] as JsonObject : null;
}
