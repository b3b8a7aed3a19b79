using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentService.Tests;

/// <summary>A model server that replays documented exchanges, and troubles.</summary>
internal sealed class ModelFarSide : IAsyncDisposable
{
    public const string ModelId = ModelExchanges.ModelId, Key = "sk-of-the-far-side";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _troubles = [];
    private long _closedUntil;

    private ModelFarSide(WebApplication app, int? lacking)
    {
        _app = app;
        app.MapGet("/v1/models", async context =>
        {
            Asked.Enqueue((context.Request.Path, Copy(context), []));
            await JsonAsync(context, ModelExchanges.Models);
        });
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, Exchanges.Completion, Exchanges.CompletionChunks));
        app.MapPost("/v1/responses", context => lacking is { } status
            ? RefuseAsync(context, status)
            : AnswerAsync(context, Exchanges.Response, Exchanges.ResponseEvents));
    }

    public string BaseUrl => $"{_app.Urls.First()}/v1";

    public ModelExchanges Exchanges { get; } = new();

    /// <summary>What was asked, in order: the path, the headers and the body.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, JsonObject Body)> Asked { get; } = [];

    /// <summary>The paths that were posted to.</summary>
    public IEnumerable<string> Posted => Asked.Select(asked => asked.Path).Where(path => path != "/v1/models");

    /// <param name="lacking">How it says that it lacks the Responses API, where it does.</param>
    /// <param name="port">Any that is free when 0.</param>
    public static async Task<ModelFarSide> StartAsync(int? lacking = null, int port = 0)
    {
        var farSide = new ModelFarSide(Loopback.Build(port), lacking);
        await farSide._app.StartAsync();
        return farSide;
    }

    /// <summary>The next calls meet this first.</summary>
    public ModelFarSide With(params IEnumerable<Func<HttpContext, Task>> troubles)
    {
        foreach (var trouble in troubles) _troubles.Enqueue(trouble);
        return this;
    }

    /// <summary>The next call is refused (429), and so is each that comes before so many seconds have passed.</summary>
    public ModelFarSide ClosedFor(int seconds) => With(context =>
    {
        Interlocked.Exchange(ref _closedUntil, Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency));
        return Status(429, retryAfter: $"{seconds}")(context);
    });

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return JsonAsync(context, """{"error":{"message":"You said: a secret","type":"server_error","param":null,"code":null}}""");
    };

    public static async Task Hang(HttpContext context) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public static Task Nonsense(HttpContext context) => JsonAsync(context, "<html>");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, Func<bool, string> whole, Func<bool, IEnumerable<string>> events)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        Asked.Enqueue((context.Request.Path, Copy(context), body));
        if (Stopwatch.GetTimestamp() < Interlocked.Read(ref _closedUntil))
        {
            await Status(429, retryAfter: "1")(context);
            return;
        }

        if (_troubles.TryDequeue(out var trouble))
        {
            await trouble(context);
            return;
        }

        var calls = Exchanges.Calls is not null && !body.ToJsonString().Contains(ModelExchanges.CallId, StringComparison.Ordinal);
        if ((bool?)body["stream"] != true)
        {
            await JsonAsync(context, whole(calls));
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var one in events(calls)) await context.Response.WriteAsync($"{one}\n\n");
    }

    private Task RefuseAsync(HttpContext context, int status)
    {
        Asked.Enqueue((context.Request.Path, Copy(context), []));
        return Status(status)(context);
    }

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static HeaderDictionary Copy(HttpContext context) => [.. context.Request.Headers];
}
