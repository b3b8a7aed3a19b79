using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Faults.FarSides;

/// <summary>Somebody else's HTTP server, on this machine, in whatever mood it is.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    // Longer than a frozen replica needs to be frozen in, shorter than whoever asks is willing to wait.
    private static readonly TimeSpan _slowness = TimeSpan.FromMilliseconds(800);

    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public Mood Mood { get; set; }

    /// <param name="take">Does what is asked, and says so, when the mood allows it.</param>
    public static async Task<LoopbackServer> StartAsync(RequestDelegate take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoopbackServer(builder.Build());
        server._app.Run(context => server.AnswerAsync(context, take));
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate take)
    {
        switch (Mood)
        {
            case Mood.WantsLess:
                context.Response.Headers.RetryAfter = "1";
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                break;
            case Mood.Fails:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Mood.Hangs:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Mood.BreaksOff:
                await take(Unheard(context));
                context.Abort();
                break;
            case Mood.Truncates:
                context.Response.ContentLength = 4096; // and then says less
                await take(context);
                context.Abort();
                break;
            case Mood.IsLate:
                await take(Unheard(context));
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Mood.IsSlow:
                await Task.Delay(_slowness);
                await take(context);
                break;
            default:
                await take(context);
                break;
        }
    }

    // The call as it came, with an answer that nobody hears.
    private static DefaultHttpContext Unheard(HttpContext context)
    {
        var unheard = new DefaultHttpContext { Request = { Body = context.Request.Body }, Response = { Body = Stream.Null } };
        foreach (var (name, value) in context.Request.Headers) unheard.Request.Headers[name] = value;
        return unheard;
    }
}

/// <summary>How a far side behaves.</summary>
public enum Mood
{
    Answers,

    /// <summary>429.</summary>
    WantsLess,

    /// <summary>500.</summary>
    Fails,

    /// <summary>Takes the call and says nothing, ever.</summary>
    Hangs,

    /// <summary>Does it, and closes the connection before it has said so.</summary>
    BreaksOff,

    /// <summary>Does it, and closes the connection in the middle of saying so.</summary>
    Truncates,

    /// <summary>Does it, and says so to nobody: whoever asked has given up.</summary>
    IsLate,

    /// <summary>Does it, and says so after most of a second.</summary>
    IsSlow,
}
