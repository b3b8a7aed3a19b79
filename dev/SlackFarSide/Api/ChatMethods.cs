using System.Text.Json;
using System.Text.Json.Nodes;
using SlackFarSide.App;
using SlackFarSide.Workspaces;

namespace SlackFarSide.Api;

/// <summary>Writing as the bot: messages, messages for one person, modals.</summary>
internal sealed class ChatMethods(Workspace workspace, Talk talk, Views views) : IApiMethods
{
    private const int LongestText = 40_000;

    public IEnumerable<ApiMethod> All =>
    [
        new("chat.postMessage", TakesJson: true, Post),
        new("chat.update", TakesJson: true, Update),
        new("chat.postEphemeral", TakesJson: true, Whisper),
        new("views.open", TakesJson: true, OpenView),
    ];

    private object Post(Arguments arguments)
    {
        var (channel, draft) = (workspace.Channel(arguments.Required("channel")), DraftOf(arguments));
        if (!channel.TakePost()) throw new SlackError(SlackError.RateLimited);
        var message = talk.Post(channel, draft);
        return new { Channel = channel.Id, message.Ts, Message = message.ToJson() };
    }

    private object Update(Arguments arguments)
    {
        var channel = workspace.Channel(arguments.Required("channel"));
        var message = talk.Edit(channel, arguments.Required("ts"), DraftOf(arguments));
        return new { Channel = channel.Id, message.Ts, message.Text, Message = message.ToJson() };
    }

    private object Whisper(Arguments arguments)
    {
        var (channel, person) = (workspace.Channel(arguments.Required("channel")), workspace.Person(arguments.Required("user")));
        if (channel.Person is { } only && only != person) throw new SlackError("user_not_in_channel");
        return new { MessageTs = Talk.Whisper(channel, person.Id, DraftOf(arguments)).Ts };
    }

    private object OpenView(Arguments arguments)
    {
        var view = arguments.Json("view") as JsonObject ?? throw new SlackError("invalid_arguments");
        return new { View = views.Open(arguments.Required("trigger_id"), view) };
    }

    private static Draft DraftOf(Arguments arguments)
    {
        var blocks = Blocks.Check(arguments.Json("blocks"), Blocks.MostInMessage);
        var text = arguments.Text("text") ?? (blocks is null ? throw new SlackError("no_text") : "");
        if (text.Length > LongestText) throw new SlackError("msg_too_long");
        var metadata = arguments.Json("metadata");
        if (metadata is not null && !IsMetadata(metadata)) throw new SlackError("invalid_metadata_format");
        return new(text, blocks, arguments.Text("thread_ts"), metadata is null ? null : JsonSerializer.SerializeToElement(metadata));
    }

    private static bool IsMetadata(JsonNode node) =>
        node is JsonObject metadata && metadata.TextOf("event_type") is not null && metadata["event_payload"] is JsonObject;
}
