using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SlackFarSide.Api;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>
/// The addresses at which the app answers a command or an interaction, five times within half an hour; see
/// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses.
/// </summary>
internal sealed class ResponseUrls(Talk talk, TimeProvider clock)
{
    public const string Path = "/response/";

    private const int MostUses = 5;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, ResponseUrl> _urls = [];

    /// <param name="originalTs">The message it was about.</param>
    public ResponseUrl Make(Channel channel, Person person, string? originalTs = null)
    {
        var url = new ResponseUrl(Ids.New("R"), channel, person, originalTs, clock.GetUtcNow() + _lifetime);
        return _urls[url.Id] = url;
    }

    /// <exception cref="SlackError">The address is used up, or the body is wrong.</exception>
    public void Use(string id, JsonObject body)
    {
        if (!_urls.TryGetValue(id, out var url)) throw new SlackError("used_url");
        if (clock.GetUtcNow() > url.GoodUntil) throw new SlackError("expired_url");
        if (url.Use() > MostUses) throw new SlackError("used_url");
        Apply(url, body);
    }

    /// <summary>Also for what the app answers at once, which counts as no use.</summary>
    /// <exception cref="SlackError">The body is wrong.</exception>
    public void Apply(ResponseUrl url, JsonObject body)
    {
        if (body.IsOn("delete_original"))
        {
            if (url.OriginalTs is { } deleted) talk.Delete(url.Channel, deleted);
            return;
        }

        var blocks = Blocks.Check(body["blocks"], Blocks.MostInMessage);
        var text = body.TextOf("text") ?? (blocks is null ? throw new SlackError("no_text") : "");
        var draft = new Draft(text, blocks, body.TextOf("thread_ts"));
        if (body.IsOn("replace_original") && url.OriginalTs is { } original) talk.Edit(url.Channel, original, draft);
        else if (body.TextOf("response_type") == "in_channel") talk.Post(url.Channel, draft);
        else Talk.Whisper(url.Channel, url.Person.Id, draft);
    }
}

internal sealed record ResponseUrl(string Id, Channel Channel, Person Person, string? OriginalTs, DateTimeOffset GoodUntil)
{
    private int _uses;

    public int Use() => Interlocked.Increment(ref _uses);

    public string Url(string home) => $"{home}{ResponseUrls.Path}{Id}";
}
