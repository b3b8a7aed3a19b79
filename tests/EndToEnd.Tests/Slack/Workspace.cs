using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Slack;

/// <summary>What people do and see in the played workspace.</summary>
/// <param name="slack">The played Slack.</param>
internal sealed class Workspace(Client slack)
{
    public const string John = "U0JOHNDOE", Jane = "U0JANEROE", Guest = "U0GUEST";
    public const string ItHelp = "C0ITHELP", General = "C0GENERAL", DirectMessages = "D0JOHNDOE";

    private const string Agent = "U0AGENT";

    /// <returns>The message's number in its channel.</returns>
    public async Task<string> SayAsync(string user, string channel, string text, string? thread = null) =>
        (await DoAsync("messages", new { user, channel, text, thread_ts = thread }))["ts"]!;

    public Task<Reply> CommandAsync(string user, string channel, string text) => DoAsync("commands", new { user, channel, text });

    public Task<Reply> PressAsync(string user, string channel, string ts, string action) =>
        DoAsync("actions", new { user, channel, ts, action_id = action });

    public Task<Reply> SubmitAsync(string user, string block, string text) => DoAsync(
        "submissions", new { user, values = new Dictionary<string, object> { [block] = new Dictionary<string, string> { [block] = text } } });

    public async Task<JsonObject?> ModalOfAsync(string user) =>
        (await slack.GetAsync($"/control/views/{user}")).Must(200).Find("view") as JsonObject;

    /// <summary>What is said in a thread after its first message; without one, in the channel itself.</summary>
    public async Task<IReadOnlyList<SaidInSlack>> ReadAsync(string channel, string? thread = null)
    {
        var roots = (await slack.GetAsync($"/control/channels/{channel}")).Must(200).Find("messages")!.AsArray();
        var said = thread is null ? roots : roots.Single(root => (string?)root!["ts"] == thread)!["replies"]!.AsArray();
        return [.. said.Select(message => SaidInSlack.Of(message!))];
    }

    /// <summary>What the agent answered in a thread, in order.</summary>
    public async Task<IReadOnlyList<SaidInSlack>> AnswersAsync(string channel, string thread) =>
        [.. (await ReadAsync(channel, thread)).Where(said => said.User == Agent)];

    public async Task<SaidInSlack> AnswerAsync(string channel, string thread, string containing) => await Poll.ForAsync(
        async () => (await AnswersAsync(channel, thread)).FirstOrDefault(said => said.Text.Contains(containing, StringComparison.Ordinal)),
        $"an answer has '{containing}'");

    /// <summary>What the agent said to one person alone.</summary>
    public async Task<SaidInSlack> WhisperAsync(string user, string channel, string containing) => await Poll.ForAsync(
        async () => (await slack.GetAsync($"/control/channels/{channel}?user={user}")).Must(200).Find("ephemerals")!.AsArray()
            .Select(message => SaidInSlack.Of(message!)).LastOrDefault(said => said.Text.Contains(containing, StringComparison.Ordinal)),
        $"{user} alone reads '{containing}'");

    /// <summary>The events that Slack sent us, with how we took them.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync() =>
        [.. (await slack.GetAsync("/control/events")).Must(200).Items.Select(sent => sent!.AsObject())];

    private async Task<Reply> DoAsync(string deed, object body)
    {
        var reply = (await slack.PostAsync($"/control/{deed}", body)).Must(200);
        Assert.Equal("true", reply["ok"]);
        return reply;
    }
}

internal sealed record SaidInSlack(string User, string Ts, string Text, IReadOnlyList<string> Reactions)
{
    public static SaidInSlack Of(JsonNode message) => new(
        message["user"]!.ToString(), message["ts"]!.ToString(), message["text"]!.ToString(),
        [.. (message["reactions"] as JsonArray ?? []).Select(reaction => reaction!["name"]!.ToString())]);
}
