using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationDispatcher.Tests;

/// <summary>A far side that speaks real HTTP and answers as a test says.</summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FarSide(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<(string Method, IHeaderDictionary Headers, byte[] Body)> Received { get; } = [];

    public static async Task<FarSide> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var farSide = new FarSide(builder.Build());
        farSide._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            farSide.Received.Enqueue((context.Request.Method, new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body.ToArray()));
            await answer(context);
        });
        await farSide._app.StartAsync();
        return farSide;
    }

    public static Task<FarSide> StartAsync(int status, string? body = null) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (body is not null) await context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
