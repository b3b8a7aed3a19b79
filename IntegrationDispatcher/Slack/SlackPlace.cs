using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Slack;

/// <summary>Where somebody said something, and so where the answer goes. Pure.</summary>
/// <param name="Thread">Null outside of threads.</param>
/// <param name="Metadata">What the answer's way back needs: see <see cref="SlackSign"/>.</param>
internal sealed record SlackPlace(string TeamId, string UserId, string Channel, string? Thread, JsonObject Metadata)
{
    /// <summary>
    /// What has the same one is worked on in the order of arrival: a thread; a person's direct messages, whose threads are one session; what one
    /// person asks by command in a channel.
    /// </summary>
    public static string OrderOf(string channel, string? thread, string user) =>
        SlackConfig.IsDirectMessage(channel) ? $"{channel}:" : thread is null ? $"{channel}:/{user}" : $"{channel}:{thread}";

    /// <summary>As RequestManager writes it into the events of a request that came in over Slack.</summary>
    public JsonObject ToContext() => new()
    {
        [SlackConfig.ChannelId] = Channel,
        [SlackConfig.ThreadId] = Thread,
        [SlackConfig.SlackUserId] = UserId,
        [ContextKeys.Metadata] = Metadata.DeepClone(),
    };
}
