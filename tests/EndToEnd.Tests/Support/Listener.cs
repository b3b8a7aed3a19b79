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
    public static Task<Listener> StartAsync(Func<int, Task<int>> answer) => StartAsync((number, _) => answer(number));

    private static async Task<Listener> StartAsync(Func<int, Arrival, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new Listener(builder.Build());
        listener._app.Run(http => listener.TakeAsync(http, answer));
        await listener._app.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    /// <param name="answer">The status to answer each call with.</param>
    public static Task<Listener> StartAsync(Func<Arrival, int> answer) => StartAsync((_, arrival) => Task.FromResult(answer(arrival)));

    /// <summary>Answers with these statuses in turn, and with the last of them ever after; with 200 where there is none.</summary>
    public static Task<Listener> StartAsync(params int[] statuses) =>
        StartAsync(number => Task.FromResult(statuses.Length == 0 ? 200 : statuses[Math.Min(number, statuses.Length) - 1]));

    public Task ArrivedAsync(int calls) => Poll.UntilAsync(() => _arrivals.Count >= calls, $"{calls} calls have arrived");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, Func<int, Arrival, Task<int>> answer)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var arrival = new Arrival(http.Request.Method, headers, body);
        _arrivals.Enqueue(arrival);
        http.Response.StatusCode = await answer(_arrivals.Count, arrival);
    }
}

/// <summary>What was sent.</summary>
public sealed record Arrival(string Method, IReadOnlyDictionary<string, string> Headers, string Body);
