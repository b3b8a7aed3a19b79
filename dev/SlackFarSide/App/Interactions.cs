using System.Text.Json.Nodes;
using SlackFarSide.Api;
using SlackFarSide.Workspaces;

namespace SlackFarSide.App;

/// <summary>Pressed buttons and submitted modals; see https://docs.slack.dev/reference/interaction-payloads.</summary>
internal sealed class Interactions(AppClient app, ResponseUrls responses, Views views, TimeProvider clock)
{
    private const string WrongAnswer = "invalid_answer_to_submission";

    /// <returns>What went wrong, in Slack's words; null when nothing did.</returns>
    /// <exception cref="SlackError">The message has no such button.</exception>
    public async Task<string?> PressAsync(
        Person person, Channel channel, Message message, string actionId, string home, CancellationToken cancellationToken)
    {
        var action = Blocks.ActionIn(message.Blocks, actionId) ?? throw new SlackError("action_not_found");
        action["action_ts"] = $"{clock.GetUtcNow().ToUnixTimeSeconds()}.000000";
        var isEphemeral = message.OnlyFor is not null;
        var payload = PayloadOf("block_actions", person, new
        {
            Container = new { Type = "message", MessageTs = message.Ts, ChannelId = channel.Id, isEphemeral, message.ThreadTs },
            Channel = channel.ToShort(),
            Message = isEphemeral ? null : message.ToJson(withMetadata: false),
            State = new { Values = new { } },
            ResponseUrl = responses.Make(channel, person, message.Ts).Url(home),
            Actions = new[] { action },
        });
        return (await SendAsync(payload, cancellationToken)).ProblemInWords;
    }

    /// <param name="values">By block id, then by action id, what was typed or the value of what was chosen.</param>
    /// <returns>What the app objects to, by block id; null when the modal is done with.</returns>
    /// <exception cref="SlackError">There is no modal, or the app did not take it.</exception>
    public async Task<JsonObject?> SubmitAsync(Person person, JsonObject values, CancellationToken cancellationToken)
    {
        var view = views.Of(person) ?? throw new SlackError("view_not_found");
        view["state"] = SlackJson.Of(new { Values = Blocks.StateOf(view["blocks"]!.AsArray(), values) });
        var payload = PayloadOf("view_submission", person, new { View = view, ResponseUrls = Array.Empty<object>() });
        var answer = await SendAsync(payload, cancellationToken);
        if (answer.ProblemInWords is { } problem) throw new SlackError(problem);

        return Follow(person, answer.Body.Trim() is { Length: > 0 } body ? SlackJson.Parse(body, WrongAnswer) : new JsonObject());
    }

    private JsonObject? Follow(Person person, JsonNode? answer)
    {
        var action = answer as JsonObject ?? throw new SlackError(WrongAnswer);
        switch (action.TextOf("response_action"))
        {
            case "errors":
                return action["errors"] as JsonObject ?? throw new SlackError(WrongAnswer);
            case "update" or "push":
                views.Show(person, action["view"] as JsonObject ?? throw new SlackError(WrongAnswer));
                return null;
            default:
                views.Close(person);
                return null;
        }
    }

    private Task<AppAnswer> SendAsync(JsonObject payload, CancellationToken cancellationToken) => app.SendFormAsync(
        "/slack/interactive", new Dictionary<string, string> { ["payload"] = payload.ToJsonString() }, cancellationToken);

    private JsonObject PayloadOf(string type, Person person, object rest)
    {
        var payload = SlackJson.Of(new
        {
            Type = type, User = person.ToShortUser(), ApiAppId = Ids.App, Token = Ids.VerificationToken,
            TriggerId = views.NewTrigger(person), Team = new { Id = Ids.Team, Ids.Domain }, IsEnterpriseInstall = false,
        });
        payload["enterprise"] = null;
        foreach (var (name, value) in SlackJson.Of(rest)) payload[name] = value?.DeepClone();
        return payload;
    }
}
