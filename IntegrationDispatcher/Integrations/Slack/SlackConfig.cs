using IntegrationDispatcher.Preferences;

using static IntegrationDispatcher.Preferences.ConfigValues;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>What SLACK understands.</summary>
internal static class SlackConfig
{
    public const string ChannelId = "channel_id";
    public const string SlackUserId = "slack_user_id";
    public const string UserEmail = "user_email";
    public const string ThreadReplies = "thread_replies";
    public const string MentionUser = "mention_user";
    public const string IncludeAgentInfo = "include_agent_info";

    /// <summary>Where an answer to a Slack message goes: the thread it came from. Never configured; laid in from the request.</summary>
    public const string ThreadId = "thread_id";

    private const char DirectMessages = 'D'; // the first letter of such a channel's id
    private const int MaxId = 255;

    public static IReadOnlyList<ConfigKey> Keys { get; } =
    [
        new(ChannelId, "The channel to post to; goes before the person.", Text(MaxId)),
        new(SlackUserId, "Whom to write to in private, by Slack's id.", Text(MaxId)),
        new(UserEmail, "Whom to write to in private, by the address in the Slack profile.", EmailAddress),
        new(ThreadReplies, "Whether the messages of one session go into one thread.", Flag),
        new(MentionUser, "Whether the person is mentioned in a channel.", Flag),
        new(IncludeAgentInfo, "Whether the message says which agent answered.", Flag),
    ];

    public static bool IsDirectMessage(string channelId) => channelId.StartsWith(DirectMessages);
}
