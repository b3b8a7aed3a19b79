using System.Text.Json;
using System.Text.Json.Nodes;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>Puts what people and the bot say into channels, and tells the app of it.</summary>
internal sealed class Talk(Workspace workspace, Events events, TimeProvider clock)
{
    public Message Say(Person person, Channel channel, string typed, string? threadTs)
    {
        var text = Typed.ToMrkdwn(typed, workspace.People);
        var message = channel.Add(new(person.Id, text) { ThreadTs = threadTs });
        events.Send(EventOf(message, channel, "message"));

        // Slack sends both of a mention, and of a direct message only the one.
        var isMention = channel.Person is null && text.Contains($"<@{Ids.BotUser}>", StringComparison.Ordinal);
        if (isMention) events.Send(EventOf(message, channel, "app_mention"));
        return message;
    }

    /// <summary>The app hears its own messages too.</summary>
    public Message Post(Channel channel, Draft draft)
    {
        var message = channel.Add(
            new(Ids.BotUser, draft.Text) { ThreadTs = draft.ThreadTs, Blocks = draft.Blocks, Metadata = draft.Metadata });
        events.Send(EventOf(message, channel, "message"));
        return message;
    }

    /// <summary>Only the person sees it, and no event tells of it.</summary>
    public static Message Whisper(Channel channel, string userId, Draft draft) =>
        channel.Add(new(Ids.BotUser, draft.Text) { ThreadTs = draft.ThreadTs, Blocks = draft.Blocks, OnlyFor = userId });

    /// <exception cref="SlackError">There is no such message, or it is somebody else's.</exception>
    public Message Edit(Channel channel, string ts, Draft draft)
    {
        var edited = channel.Change(ts, before => before.User != Ids.BotUser ? throw new SlackError("cant_update_message")
            : before with { Text = draft.Text, Blocks = draft.Blocks, Metadata = draft.Metadata ?? before.Metadata, EditedTs = Now() })!;
        if (edited.OnlyFor is null) events.Send(ChangeOf(channel, "message_changed", new { Message = edited.ToJson(withMetadata: false) }));
        return edited;
    }

    public void Delete(Channel channel, string ts)
    {
        var deleted = channel.Find(ts);
        channel.Change(ts, _ => null);
        if (deleted.OnlyFor is null) events.Send(ChangeOf(channel, "message_deleted", new { DeletedTs = ts }));
    }

    private string Now() => $"{clock.GetUtcNow().ToUnixTimeSeconds()}.000000";

    private static JsonObject EventOf(Message message, Channel channel, string type)
    {
        var @event = message.ToJson(withMetadata: false);
        @event["type"] = type;
        @event["channel"] = channel.Id;
        @event["event_ts"] = message.Ts;
        if (type == "message") @event["channel_type"] = channel.Kind;
        return @event;
    }

    private JsonObject ChangeOf(Channel channel, string subtype, object what)
    {
        var (@event, now) = (SlackJson.Of(what), Now());
        @event["type"] = "message";
        @event["subtype"] = subtype;
        @event["hidden"] = true;
        @event["channel"] = channel.Id;
        @event["channel_type"] = channel.Kind;
        @event["ts"] = now;
        @event["event_ts"] = now;
        return @event;
    }
}

/// <summary>What the bot is about to post.</summary>
internal sealed record Draft(string Text, JsonElement? Blocks = null, string? ThreadTs = null, JsonElement? Metadata = null);
