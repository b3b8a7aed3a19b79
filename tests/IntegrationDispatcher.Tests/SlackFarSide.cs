using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationDispatcher.Tests;

/// <summary>
/// A Slack that speaks the Web API as we use it: it is as strict about tokens, content types and blocks, keeps what is posted, and has the
/// troubles a test gives it.
/// </summary>
internal sealed class SlackFarSide : IAsyncDisposable
{
    public const string Token = "xoxb-1-test";
    public const string Channel = "C0001";
    public const string UserId = "U0001";
    public const string UserEmail = "john.doe@example.com";
    public const string DirectChannel = "D0001";

    public const string Post = "chat.postMessage";
    public const string History = "conversations.history";
    public const string Replies = "conversations.replies";

    /// <summary>No method, but the address that comes with a command.</summary>
    public const string Response = "response";

    private static readonly HashSet<string> _takeJson = [Post, "conversations.open", "reactions.add", "reactions.remove", "views.open"];

    private readonly ConcurrentDictionary<string, ConcurrentQueue<SlackTrouble>> _troubles = new();
    private readonly Dictionary<string, DateTimeOffset> _lastPost = [];
    private readonly Lock _gate = new();
    private FarSide _http = null!;

    public string ApiBaseUrl => $"{_http.Url}/api/";

    /// <summary>What comes with a command or a button, to be answered at.</summary>
    public string ResponseUrl => $"{ApiBaseUrl}{Response}";

    /// <summary>What was answered there, in order.</summary>
    public ConcurrentQueue<JsonObject> Responses { get; } = [];

    /// <summary>The messages with a reaction of ours on them, as <c>channel ts</c>.</summary>
    public ConcurrentDictionary<string, string> Reactions { get; } = new();

    /// <summary>The names of the methods called, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>What was posted, in order, with the <c>ts</c> it got.</summary>
    public ConcurrentQueue<JsonObject> Posts { get; } = [];

    /// <summary>The numbers of the parts that were posted, in order.</summary>
    public IEnumerable<int> Parts => Posts.Select(PartOf);

    /// <summary>With a clock, a channel takes one message a second by it.</summary>
    public TimeProvider? OnePerSecondBy { get; set; }

    /// <summary>A message is read back only from the second page on.</summary>
    public bool HasLongHistory { get; set; }

    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<SlackFarSide> StartAsync()
    {
        var farSide = new SlackFarSide();
        farSide._http = await FarSide.StartAsync(farSide.AnswerAsync);
        return farSide;
    }

    /// <summary>What the next calls of a method meet, one after the other.</summary>
    public SlackFarSide With(string method, params IEnumerable<SlackTrouble> troubles)
    {
        foreach (var trouble in troubles) _troubles.GetOrAdd(method, _ => []).Enqueue(trouble);
        return this;
    }

    public static int PartOf(JsonObject post) => (int)post["metadata"]!["event_payload"]!["part"]!;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!["/api/".Length..];
        Calls.Enqueue(method);
        Reached.TrySetResult();
        var body = System.Text.Encoding.UTF8.GetString(_http.Received.Last().Body);
        var trouble = _troubles.TryGetValue(method, out var waiting) && waiting.TryDequeue(out var next) ? next : null;
        JsonObject? answer = null;
        if (trouble is null or { Takes: true }) answer = Refusal(context.Request, method) ?? Do(method, body);
        if (trouble is { Hangs: true })
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        if (trouble is { BreaksOff: true })
        {
            context.Abort();
            return;
        }

        if (trouble is not null) answer = trouble.Code is null ? null : Error(trouble.Code);
        context.Response.StatusCode = trouble?.Status ?? (answer?["error"]?.ToString() == "ratelimited" ? 429 : 200);
        if (context.Response.StatusCode == 429) context.Response.Headers.RetryAfter = "30";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "<html>oops</html>");
    }

    private static JsonObject? Refusal(HttpRequest request, string method)
    {
        if (method == Response) return null; // its address is its credential
        if (request.Headers.Authorization.Count == 0) return Error("not_authed");
        if (request.Headers.Authorization != $"Bearer {Token}") return Error("invalid_auth");
        var expected = _takeJson.Contains(method) ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded";
        return request.Method == "POST" && request.ContentType == expected ? null : Error("invalid_post_type");
    }

    private JsonObject Do(string method, string body) => method switch
    {
        "auth.test" => Ok(("user_id", "UBOT"), ("team_id", "T1"), ("bot_id", "B1")),
        Post => Take(JsonNode.Parse(body)!.AsObject()),
        "conversations.open" => (string?)JsonNode.Parse(body)!["users"] == UserId
            ? Ok(("channel", new JsonObject { ["id"] = DirectChannel })) : Error("user_not_found"),
        "users.lookupByEmail" => Form(body, "email") == UserEmail ? Ok(("user", User())) : Error("users_not_found"),
        "users.info" => Form(body, "user") == UserId ? Ok(("user", User())) : Error("user_not_found"),
        "reactions.add" => React(JsonNode.Parse(body)!.AsObject(), isThere: true),
        "reactions.remove" => React(JsonNode.Parse(body)!.AsObject(), isThere: false),
        "views.open" => Ok(("view", JsonNode.Parse(body)!["view"]!.DeepClone())),
        Response => Respond(JsonNode.Parse(body)!.AsObject()),
        History => Read(body, post => post["thread_ts"] is null),
        Replies => Read(body, post => Form(body, "ts") is var root && ((string?)post["thread_ts"] == root || (string?)post["ts"] == root)),
        _ => Error("unknown_method"),
    };

    private JsonObject Take(JsonObject message)
    {
        var channel = (string)message["channel"]!;
        if (channel is not (Channel or DirectChannel)) return Error("channel_not_found");
        if (!BlocksAreRight(message["blocks"]!.AsArray()) || message["text"]!.ToString().Length > 40_000) return Error("invalid_blocks");
        lock (_gate)
        {
            if (OnePerSecondBy is { } clock)
            {
                if (_lastPost.TryGetValue(channel, out var last) && clock.GetUtcNow() < last.AddSeconds(1)) return Error("ratelimited");
                _lastPost[channel] = clock.GetUtcNow();
            }

            message["ts"] = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}.{Posts.Count:000000}";
            Posts.Enqueue(message);
        }

        return Ok(("channel", channel), ("ts", message["ts"]!.DeepClone()));
    }

    private JsonObject React(JsonObject reaction, bool isThere)
    {
        var message = $"{reaction["channel"]} {reaction["timestamp"]}";
        if (isThere) return Reactions.TryAdd(message, reaction["name"]!.ToString()) ? Ok() : Error("already_reacted");
        return Reactions.TryRemove(message, out _) ? Ok() : Error("no_reaction");
    }

    private JsonObject Respond(JsonObject message)
    {
        Responses.Enqueue(message);
        return Ok();
    }

    private static bool BlocksAreRight(JsonArray blocks) =>
        blocks.Count is > 0 and <= 50
        && blocks.All(block => (string?)block!["type"] != "section" || block["text"]!["text"]!.ToString().Length is > 0 and <= 3000)
        && blocks.Select(block => (string?)block!["block_id"]).OfType<string>().CountBy(id => id).All(id => id.Value == 1);

    private JsonObject Read(string body, Func<JsonObject, bool> isThere)
    {
        if (HasLongHistory && Form(body, "cursor") is null) return Page([], "page2");
        bool IsInTime(JsonObject post) => IsBetween(Form(body, "oldest"), (string)post["ts"]!, Form(body, "latest"));
        var found = Posts.Where(post => (string?)post["channel"] == Form(body, "channel") && isThere(post) && IsInTime(post));
        return Page(Form(body, "include_all_metadata") == "true" ? found.Select(post => post.DeepClone()) : [], "");
    }

    private static bool IsBetween(string? oldest, string ts, string? latest) =>
        string.CompareOrdinal(oldest, ts) <= 0 && string.CompareOrdinal(ts, latest) <= 0;

    private static JsonObject Page(IEnumerable<JsonNode> messages, string cursor) => Ok(
        ("messages", new JsonArray([OfOthers(), .. messages])),
        ("has_more", cursor.Length > 0),
        ("response_metadata", new JsonObject { ["next_cursor"] = cursor }));

    private static JsonObject OfOthers() => new() { ["ts"] = "1.0", ["metadata"] = new JsonObject { ["event_type"] = "of_others" } };

    private static JsonObject User() =>
        new() { ["id"] = UserId, ["is_bot"] = false, ["profile"] = new JsonObject { ["email"] = UserEmail, ["real_name"] = "John Doe" } };

    private static string? Form(string body, string name) =>
        QueryHelpers.ParseQuery(body).TryGetValue(name, out var value) ? value.ToString() : null;

    private static JsonObject Error(string code) => new() { ["ok"] = false, ["error"] = code };

    private static JsonObject Ok(params (string Name, JsonNode Value)[] members)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in members) answer[name] = value;
        return answer;
    }
}

/// <summary>What goes wrong with a call.</summary>
/// <param name="Code">The error it is answered with; null for no JSON at all.</param>
/// <param name="Takes">It is carried out first.</param>
internal sealed record SlackTrouble(
    string? Code = null, int? Status = null, bool Takes = false, bool Hangs = false, bool BreaksOff = false);
