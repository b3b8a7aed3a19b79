using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace SlackFarSide.Api;

/// <summary>A method of Slack's Web API; see https://docs.slack.dev/reference/methods.</summary>
/// <param name="TakesJson">Methods that only read take forms alone.</param>
/// <param name="Answer">What it answers besides <c>"ok": true</c>.</param>
internal sealed record ApiMethod(string Name, bool TakesJson, Func<Arguments, object> Answer);

/// <summary>Some of the methods.</summary>
internal interface IApiMethods
{
    IEnumerable<ApiMethod> All { get; }
}

/// <summary>The door of the Web API: who calls, in which form, what for.</summary>
internal sealed class WebApi(IEnumerable<IApiMethods> methods, IOptions<SlackSettings> settings)
{
    private const string JsonType = "application/json", RetryAfter = "1";

    private readonly Dictionary<string, ApiMethod> _methods = methods.SelectMany(some => some.All).ToDictionary(method => method.Name);

    public async Task<IResult> AnswerAsync(string name, HttpContext context)
    {
        try
        {
            var method = _methods.GetValueOrDefault(name) ?? throw new SlackError("unknown_method");
            var arguments = await ReadAsync(context.Request, method);
            var answer = SlackJson.Of(method.Answer(new(arguments)));
            answer["ok"] = true;
            return Results.Json(answer, SlackJson.Options);
        }
        catch (SlackError e)
        {
            if (e.Message == SlackError.RateLimited) context.Response.Headers.RetryAfter = RetryAfter;
            return Results.Json(e.Answer, SlackJson.Options, statusCode: e.Status);
        }
    }

    private async Task<JsonObject> ReadAsync(HttpRequest request, ApiMethod method)
    {
        var arguments = new JsonObject(request.Query.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
        var isJson = request.ContentType?.StartsWith(JsonType, StringComparison.OrdinalIgnoreCase) is true;
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync()) arguments[name] = value.ToString();
        }
        else if (isJson && method.TakesJson)
        {
            using var reader = new StreamReader(request.Body);
            var body = SlackJson.Parse(await reader.ReadToEndAsync(), "invalid_json");
            arguments = body as JsonObject ?? throw new SlackError("json_not_object");
        }

        Authenticate(request, isJson ? null : arguments.TextOf("token"));
        var isUnread = request.ContentLength > 0 && !request.HasFormContentType && !(isJson && method.TakesJson);
        if (isUnread)
            throw new SlackError(request.ContentType is null ? "missing_post_type" : "invalid_post_type");
        return arguments;
    }

    // A form may have the token in it; a JSON body may not.
    private void Authenticate(HttpRequest request, string? tokenInForm)
    {
        var header = request.Headers.Authorization.ToString();
        var isBearer = header.StartsWith("Bearer ", StringComparison.Ordinal);
        var token = (isBearer ? header["Bearer ".Length..] : tokenInForm) ?? throw new SlackError("not_authed");
        if (token != settings.Value.BotToken) throw new SlackError("invalid_auth");
    }
}

internal static class WebApiExtensions
{
    public static void AddWebApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IApiMethods, ChatMethods>();
        builder.Services.AddSingleton<IApiMethods, ConversationMethods>();
        builder.Services.AddSingleton<IApiMethods, ReactionMethods>();
        builder.Services.AddSingleton<IApiMethods, PeopleMethods>();
        builder.Services.AddSingleton<WebApi>();
    }

    public static void MapWebApi(this WebApplication app) =>
        app.MapMethods("/api/{name}", [HttpMethods.Get, HttpMethods.Post], AnswerAsync);

    private static Task<IResult> AnswerAsync(string name, HttpContext context, WebApi api) => api.AnswerAsync(name, context);
}
