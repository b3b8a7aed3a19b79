using System.Globalization;

namespace SlackFarSide.Workspaces;

/// <summary>A channel, or the direct messages between a person and the bot, with all that was written there.</summary>
/// <param name="person">Whose direct messages it has.</param>
internal sealed class Channel(string id, string name, Person? person, TimeProvider clock)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<Message> _messages = [];
    private long _lastTs;
    private DateTimeOffset _nextPost;

    public string Id => id;

    /// <summary>As in payloads, where direct messages have no name of their own.</summary>
    public string Name => name;

    public Person? Person => person;

    public string Kind => person is null ? "channel" : "im";

    public object ToShort() => new { Id, Name };

    /// <summary>Whether the bot may post now: Slack takes about one message a second.</summary>
    public bool TakePost()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now < _nextPost) return false;
            _nextPost = now + _pause;
            return true;
        }
    }

    /// <returns>The message with its number.</returns>
    public Message Add(Message message)
    {
        lock (_gate)
        {
            _lastTs = Math.Max(_lastTs + 1, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            var (seconds, micros) = Math.DivRem(_lastTs, 1_000_000);
            var numbered = message with { Ts = string.Create(CultureInfo.InvariantCulture, $"{seconds}.{micros:000000}") };
            _messages.Add(numbered);
            return numbered;
        }
    }

    /// <param name="change">What becomes of it; null: it goes.</param>
    /// <exception cref="SlackError">There is no such message.</exception>
    public Message? Change(string ts, Func<Message, Message?> change)
    {
        lock (_gate)
        {
            var index = _messages.FindIndex(message => message.Ts == ts);
            var changed = change(index < 0 ? throw new SlackError("message_not_found") : _messages[index]);
            if (changed is null) _messages.RemoveAt(index);
            else _messages[index] = changed;
            return changed;
        }
    }

    /// <exception cref="SlackError">There is no such message.</exception>
    public Message Find(string? ts) => Read().FirstOrDefault(message => message.Ts == ts) ?? throw new SlackError("message_not_found");

    /// <summary>Everything, in order; the first message of a thread says so.</summary>
    public IReadOnlyList<Message> Read()
    {
        lock (_gate)
        {
            var replies = _messages.CountBy(message => message.ThreadTs ?? "").ToDictionary();
            return [.. _messages.Select(message => replies.TryGetValue(message.Ts, out var count)
                ? message with { ThreadTs = message.Ts, ReplyCount = count } : message)];
        }
    }
}
