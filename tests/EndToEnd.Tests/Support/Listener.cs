using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests.Support;

/// <summary>Somebody else's server, on this machine: keeps what it is sent and answers as it is told.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Arrival> _arrivals = new();

    private Listener(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/hook";

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<Arrival> Arrivals => [.. _arrivals];

    /// <param name="answer">The status to answer the n-th call with, from 1.</param>
    public static async Task<Listener> StartAsync(Func<int, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new Listener(builder.Build());
        listener._app.Run(http => listener.TakeAsync(http, answer));
        await listener._app.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    public static Task<Listener> StartAsync(params int[] statuses) =>
        StartAsync(number => Task.FromResult(statuses.ElementAtOrDefault(number - 1) is var status and not 0 ? status : statuses.LastOrDefault(200)));

    public Task ArrivedAsync(int calls) => Poll.UntilAsync(() => _arrivals.Count >= calls, $"{calls} calls have arrived");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, Func<int, Task<int>> answer)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        _arrivals.Enqueue(new(
            http.Request.Method, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        http.Response.StatusCode = await answer(_arrivals.Count);
    }
}

/// <summary>What was sent.</summary>
public sealed record Arrival(string Method, IReadOnlyDictionary<string, string> Headers, string Body);
