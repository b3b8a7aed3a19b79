using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationDispatcher.Preferences;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Where a config leads, and how a message looks there. Pure.</summary>
/// <param name="ThreadTs">The thread in the channel; null for none.</param>
internal sealed partial record SlackTarget(string? ChannelId, string? ThreadTs, string? UserId, string? Email)
{
    public bool ThreadReplies { get; private init; }

    public bool IncludeAgentInfo { get; private init; }

    /// <summary>Whom to mention; null for nobody.</summary>
    public string? Mention { get; private init; }

    /// <summary>The far side, as a key for limits per far side.</summary>
    public string Destination => $"slack:{ChannelId ?? UserId ?? Email}";

    /// <summary>Messages with the same one go in order.</summary>
    public string Order => ChannelId is null ? Destination : $"slack:{ChannelId}:{ThreadTs}";

    /// <summary>The person alone, in direct messages; null when no person is named.</summary>
    public SlackTarget? InPrivate => UserId is null ? null : this with { ChannelId = null, ThreadTs = null, Mention = null };

    /// <returns>Null when nothing names a channel or a person.</returns>
    public static SlackTarget? Read(JsonObject config)
    {
        var (channel, thread) = (TextOf(config, SlackConfig.ChannelId), TextOf(config, SlackConfig.ThreadId));
        var (user, email) = (TextOf(config, SlackConfig.SlackUserId), TextOf(config, SlackConfig.UserEmail));
        if (channel is null && user is null && email is null) return null;
        return new(channel, channel is null ? null : thread, user, email)
        {
            ThreadReplies = ConfigValues.IsOn(config[SlackConfig.ThreadReplies]),
            IncludeAgentInfo = ConfigValues.IsOn(config[SlackConfig.IncludeAgentInfo]),
            Mention = ConfigValues.IsOn(config[SlackConfig.MentionUser]) && IsShared(channel) && IsUserId(user) ? user : null,
        };
    }

    // In direct messages a mention would only repeat who is being talked to.
    private static bool IsShared(string? channel) => channel is not null && !SlackConfig.IsDirectMessage(channel);

    private static string? TextOf(JsonObject config, string key) => ConfigValues.TextOf(config[key]) is { Length: > 0 } text ? text : null;

    // Goes between angle brackets: it must be an id and nothing else.
    private static bool IsUserId(string? user) => user is not null && UserIdForm().IsMatch(user);

    [GeneratedRegex(@"\A[UW][A-Z0-9]{1,30}\z")]
    private static partial Regex UserIdForm();
}
