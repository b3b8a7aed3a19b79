using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SlackFarSide.Api;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>The triggers by which modals may be opened, and who looks at which.</summary>
internal sealed class Views(TimeProvider clock)
{
    private const int MostBlocks = 100, LongestTitle = 24;
    private static readonly TimeSpan _triggerLifetime = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Trigger> _triggers = [];
    private readonly ConcurrentDictionary<string, JsonObject> _open = [];

    public string NewTrigger(Person person)
    {
        var (first, second) = (Random.Shared.Next(1_000_000, 10_000_000), Random.Shared.Next(1_000_000, 10_000_000));
        var id = $"{first}.{second}.{Ids.New("").ToLowerInvariant()}";
        _triggers[id] = new(person, clock.GetUtcNow() + _triggerLifetime);
        return id;
    }

    /// <exception cref="SlackError">The trigger is unknown, used or too old, or the view is wrong.</exception>
    public JsonObject Open(string? triggerId, JsonObject view)
    {
        if (triggerId is null || !_triggers.TryGetValue(triggerId, out var trigger)) throw new SlackError("invalid_trigger_id");
        if (clock.GetUtcNow() > trigger.GoodUntil) throw new SlackError("expired_trigger_id");
        if (trigger.Use() > 1) throw new SlackError("exchanged_trigger_id");
        return Show(trigger.Person, view);
    }

    /// <summary>In place of what the person looks at.</summary>
    /// <exception cref="SlackError">The view is wrong.</exception>
    public JsonObject Show(Person person, JsonObject view)
    {
        var blocks = Blocks.Check(view["blocks"], MostBlocks) ?? throw Wrong("missing required field: blocks");
        if (view.TextOf("type") != "modal") throw Wrong("the type must be modal");
        if (view["title"] is not JsonObject title || title.TextOf("text") is not { Length: <= LongestTitle })
            throw Wrong("a title of up to 24 characters is required");
        if (view["submit"] is null && blocks.EnumerateArray().Any(block => block.GetProperty("type").GetString() == "input"))
            throw Wrong("a submit button is required when there are inputs");

        var id = Ids.New("V");
        var shown = SlackJson.Of(new
        {
            id, TeamId = Ids.Team, Type = "modal", title, Submit = view["submit"], Close = view["close"], blocks,
            PrivateMetadata = view.TextOf("private_metadata") ?? "", CallbackId = view.TextOf("callback_id") ?? "",
            ExternalId = view.TextOf("external_id") ?? "", State = new { Values = new { } }, Hash = Ids.New(""), RootViewId = id,
            AppId = Ids.App, BotId = Ids.Bot, AppInstalledTeamId = Ids.Team,
        });
        _open[person.Id] = shown;
        return shown;
    }

    public JsonObject? Of(Person person) => _open.TryGetValue(person.Id, out var view) ? view.DeepClone().AsObject() : null;

    public void Close(Person person) => _open.TryRemove(person.Id, out _);

    private static SlackError Wrong(string why) => new("invalid_arguments", $"[ERROR] {why} [json-pointer:/view]");

    private sealed record Trigger(Person Person, DateTimeOffset GoodUntil)
    {
        private int _uses;

        public int Use() => Interlocked.Increment(ref _uses);
    }
}
