using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentService.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentService.Tests;

/// <summary>A played moderation endpoint of the documented shape, over real HTTP.</summary>
internal sealed class ModerationEndpoint : IAsyncDisposable
{
    public const string Clean = """{"id":"modr-1","model":"omni-moderation-latest","results":[{"flagged":false,"categories":{"violence":false},"category_scores":{"violence":0.01}}]}""";
    public const string Flagged = """{"id":"modr-2","model":"omni-moderation-latest","results":[{"flagged":true,"categories":{"violence":true},"category_scores":{"violence":0.97}}]}""";

    private readonly WebApplication _app;
    private readonly ServiceProvider _clients = new ServiceCollection().AddHttpClient().BuildServiceProvider();

    private ModerationEndpoint(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Path, string? Authorization, JsonNode Body)> Asked { get; } = [];

    public static Task<ModerationEndpoint> StartAsync(int status, string body) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, body);
    });

    public static Task AnswerAsync(HttpContext context, string body) => context.Response.WriteAsync(body, context.RequestAborted);

    public static async Task<ModerationEndpoint> StartAsync(RequestDelegate answer)
    {
        var endpoint = new ModerationEndpoint(Loopback.Build());
        endpoint._app.Run(async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body);
            endpoint.Asked.Enqueue((context.Request.Path, context.Request.Headers.Authorization, body!));
            await answer(context);
        });
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public Guard Guard(Action<SafetyOptions>? change = null)
    {
        var options = new SafetyOptions { Provider = SafetyOptions.Moderation, ModerationBaseUrl = _app.Urls.Single() + "/", ModerationTimeout = TimeSpan.FromSeconds(30) };
        change?.Invoke(options);
        return new(new(_clients.GetRequiredService<IHttpClientFactory>(), Options.Create(options), NullLogger<Moderator>.Instance), Options.Create(options));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _clients.DisposeAsync();
    }
}
