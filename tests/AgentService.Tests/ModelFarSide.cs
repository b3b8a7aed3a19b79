using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentService.Tests;

/// <summary>A model server that replays exchanges of the documented shapes: https://platform.openai.com/docs/api-reference.</summary>
internal sealed class ModelFarSide : IAsyncDisposable
{
    public const string ModelId = "served-model", Key = "sk-of-the-far-side";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _troubles = [];

    private ModelFarSide(WebApplication app, bool hasResponses)
    {
        _app = app;
        app.MapGet("/v1/models", () => Results.Text(
            $$"""{"object":"list","data":[{"id":"{{ModelId}}","object":"model","created":1700000000,"owned_by":"us"}]}""", "application/json"));
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, Completion, CompletionChunks));
        if (hasResponses) app.MapPost("/v1/responses", context => AnswerAsync(context, Response, ResponseEvents));
    }

    public string BaseUrl => $"{_app.Urls.First()}/v1";

    /// <summary>What was asked, in order: the path, the headers and the body.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, JsonObject Body)> Asked { get; } = [];

    /// <summary>What the model says.</summary>
    public string Says { get; set; } = "It is there.";

    /// <summary>A function that the model wants called first.</summary>
    public string? Calls { get; set; }

    /// <summary>The stream ends before the answer does.</summary>
    public bool BreaksOff { get; set; }

    public static async Task<ModelFarSide> StartAsync(bool hasResponses = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var farSide = new ModelFarSide(builder.Build(), hasResponses);
        await farSide._app.StartAsync();
        return farSide;
    }

    /// <summary>The next calls meet this first.</summary>
    public ModelFarSide With(params IEnumerable<Func<HttpContext, Task>> troubles)
    {
        foreach (var trouble in troubles) _troubles.Enqueue(trouble);
        return this;
    }

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"error":{"message":"You said: a secret","type":"server_error","param":null,"code":null}}""");
    };

    public static async Task Hang(HttpContext context) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public static Task Nonsense(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("<html>");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, Func<bool, string> whole, Func<IEnumerable<string>> events)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        Asked.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body));
        if (_troubles.TryDequeue(out var trouble))
        {
            await trouble(context);
            return;
        }

        var hasCalled = body.ToJsonString().Contains("call_1", StringComparison.Ordinal);
        if ((bool?)body["stream"] != true)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(whole(Calls is not null && !hasCalled));
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var one in events()) await context.Response.WriteAsync($"{one}\n\n");
    }

    private string Completion(bool calls) =>
        $$$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"{{{ModelId}}}","choices":[{"index":0,"message":
        {{{(calls
            ? $$$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{{Calls}}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}"""
            : $$$"""{"role":"assistant","content":"{{{Says}}}"},"finish_reason":"stop"}""")}}}],
        "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
        """;

    private IEnumerable<string> CompletionChunks()
    {
        const string head = $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{ModelId}}",""";
        foreach (var word in Says.Split(' '))
        {
            yield return head + $$$"""
                "choices":[{"index":0,"delta":{"content":"{{{word}}} "},"finish_reason":null}]}
                """;
        }

        if (BreaksOff) yield break;
        yield return head + """
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            """;
        yield return head + """
            "choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
            """;
        yield return "data: [DONE]";
    }

    private string Response(bool calls) => ResponseOf("completed", calls
        ? $$$"""{"type":"function_call","id":"fc_1","call_id":"call_1","name":"{{{Calls}}}","arguments":"{}","status":"completed"}"""
        : $$$"""{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{Says}}}","annotations":[]}]}""");

    private static string ResponseOf(string status, string output) =>
        $$$"""
        {"id":"resp_1","object":"response","created_at":1700000000,"status":"{{{status}}}","error":null,"incomplete_details":null,"instructions":null,"model":"{{{ModelId}}}",
        "output":[{{{output}}}],"parallel_tool_calls":true,"tool_choice":"auto","tools":[],"metadata":{},
        "usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":18}}
        """;

    // Some of the documented events are left out and one is unknown: servers differ.
    private IEnumerable<string> ResponseEvents()
    {
        yield return Event("response.created", $"\"response\":{OneLine(ResponseOf("in_progress", ""))}");
        yield return Event("response.something_new", "\"item_id\":\"msg_1\"");
        foreach (var word in Says.Split(' '))
            yield return Event("response.output_text.delta", $"\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"{word} \"");
        if (!BreaksOff) yield return Event("response.completed", $"\"response\":{OneLine(Response(calls: false))}");
    }

    private static string Event(string type, string rest) => $$"""
        event: {{type}}
        data: {"type":"{{type}}","sequence_number":1,{{rest}}}
        """;

    private static string OneLine(string json) => json.Replace("\n", "", StringComparison.Ordinal);
}
