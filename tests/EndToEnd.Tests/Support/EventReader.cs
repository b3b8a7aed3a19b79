using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>An answer that is heard while it is being written (Server-Sent Events). Disposing it hangs up.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public int Status => (int)_response.StatusCode;

    public string? Header(string name) =>
        _response.Headers.TryGetValues(name, out var values) || _response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public static async Task<EventReader> OpenAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

    /// <summary>The next event; null after the last.</summary>
    public async Task<Heard?> NextAsync() =>
        await _events.MoveNextAsync() ? new(_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!.AsObject()) : null;

    public async Task<List<Heard>> ToEndAsync()
    {
        var all = new List<Heard>();
        while (await NextAsync() is { } next) all.Add(next);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
    }
}

/// <summary>One event of a stream.</summary>
public sealed record Heard(string Name, JsonObject Data)
{
    public string? this[string member] => Data[member]?.ToString();
}
