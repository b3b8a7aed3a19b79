using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>
/// Where Slack knocks: <c>/slack/events</c>, <c>/slack/commands</c>, <c>/slack/interactive</c>. What comes is verified, stored, and
/// acknowledged at once, whatever else is down; the work follows.
/// </summary>
internal static partial class SlackEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    public static void MapSlack(this WebApplication app)
    {
        var slack = app.MapGroup("/slack").AllowAnonymous().ExcludeFromDescription();
        slack.MapPost("/events", EventAsync);
        slack.MapPost("/commands", CommandAsync);
        slack.MapPost("/interactive", InteractionAsync);
    }

    private static async Task<IResult> EventAsync(HttpContext http, SlackSignature signature, SlackInbox inbox, ILogger<SlackInbox> logger)
    {
        var read = await ReadAsync(http, signature);
        if (read.Body is not { } body) return read.Refusal!;
        if (ObjectIn(body) is not { } payload) return Malformed("event");
        if (payload.Text("type") == "url_verification") return Results.Json(new { challenge = payload.Text("challenge") });
        if (payload.Text("type") == "app_rate_limited")
        {
            LogRateLimited(logger, $"{payload["minute_rate_limited"]}"); // what Slack drops in that minute is lost to us
            return Results.Ok();
        }

        if (payload.Text("event_id") is not { } id || payload["event"] is not JsonObject said) return Malformed("event");
        if (SlackMessage.IsForUs(said)) await inbox.PutAsync(new($"event:{id}", SlackEventKind.Message, SlackMessage.OrderOf(said), body), http.RequestAborted);
        return Results.Ok();
    }

    private static async Task<IResult> CommandAsync(HttpContext http, SlackSignature signature, SlackInbox inbox)
    {
        var read = await ReadAsync(http, signature);
        if (read.Body is not { } body) return read.Refusal!;
        var form = QueryHelpers.ParseQuery(body).ToDictionary(field => field.Key, field => (JsonNode?)field.Value.ToString());
        var command = new JsonObject(form);
        if (command.Text("trigger_id") is not { } id || command.Text("user_id") is not { } user || command.Text("channel_id") is not { } channel) return Malformed("command");
        if (!Storable.Json(command)) return Malformed("command");
        if (command.Text("text")?.Trim() is not { Length: > 0 }) return Results.Json(SlackWords.Usage(command.Text("command") ?? "/agent"), WireJson.Options);
        await inbox.PutAsync(new($"command:{id}", SlackEventKind.Command, SlackPlace.OrderOf(channel, null, user), command.ToJsonString()), http.RequestAborted);
        return Results.Json(SlackWords.Heard, WireJson.Options);
    }

    private static async Task<IResult> InteractionAsync(HttpContext http, SlackSignature signature, SlackInbox inbox)
    {
        var read = await ReadAsync(http, signature);
        if (read.Body is not { } body) return read.Refusal!;
        var sent = QueryHelpers.ParseQuery(body).TryGetValue("payload", out var text) ? text.ToString() : "";
        if (ObjectIn(sent) is not { } payload || SlackInteraction.KeyOf(payload) is not { } key) return Malformed("interaction");
        await inbox.PutAsync(new(key, SlackEventKind.Interaction, SlackInteraction.OrderOf(payload, key), sent), http.RequestAborted);
        return Results.Ok();
    }

    private static async Task<Sent> ReadAsync(HttpContext http, SlackSignature signature)
    {
        if (!signature.IsConfigured) return new(null, Problems.SlackNotConfigured.Result());
        if (await BoundedBody.ReadAsync(http.Request, MaxBodyBytes, http.RequestAborted) is not { } body) return new(null, CommonProblems.TooLarge.Result());
        if (signature.Verify(http.Request.Headers, body) != SlackSignature.Verdict.Good) return new(null, CommonProblems.Unauthenticated.Result());
        return new(System.Text.Encoding.UTF8.GetString(body), null);
    }

    private static JsonObject? ObjectIn(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject found && Storable.Json(found) ? found : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static IResult Malformed(string what)
    {
        var errors = new FieldErrors();
        errors.Add("body", $"is no {what} as Slack sends them");
        return errors.Problem!;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "slack.rate_limited {Minute}")]
    private static partial void LogRateLimited(ILogger logger, string minute);

    private sealed record Sent(string? Body, IResult? Refusal);
}
