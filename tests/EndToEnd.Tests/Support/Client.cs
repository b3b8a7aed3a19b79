using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>Calls a service as somebody: what it adds to each call is who that is.</summary>
public sealed class Client(HttpClient http, params (string Name, string Value)[] headers)
{
    public Client With(string name, string value) => new(http, [.. headers, (name, value)]);

    /// <summary>Asks not to wait for the answer (RFC 7240).</summary>
    public Client Async() => With("Prefer", "respond-async");

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, Json(JsonSerializer.Serialize(body ?? new { })));

    public Task<Reply> PostAsync(string path, HttpContent? content) => SendAsync(HttpMethod.Post, path, content);

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, Json(JsonSerializer.Serialize(body)));

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Asks by the web door.</summary>
    public Task<Reply> AskWebAsync(string userId, string content) => PostAsync("/api/v1/requests/web", new { user_id = userId, content });

    /// <summary>Asks by the tool door.</summary>
    /// <param name="agent">The agent to answer; any when null.</param>
    public Task<Reply> AskToolAsync(string userId, string content, string? agent = null, string toolId = "snow-integration") => PostAsync(
        "/api/v1/requests/tool",
        new { user_id = userId, content, tool_id = toolId, tool_context = new { target_agent_id = agent } });

    /// <summary>Asks by the generic door, in anyone's name.</summary>
    public Task<Reply> AskAsync(string userId, string content, string integrationType = "WEB") =>
        PostAsync("/api/v1/requests/generic", new { integration_type = integrationType, user_id = userId, content });

    /// <summary>Asks to hear the answer while it is being written.</summary>
    public async Task<EventReader> HearAsync(string path, object body)
    {
        using var request = Request(HttpMethod.Post, path, Json(JsonSerializer.Serialize(body)));
        request.Headers.Accept.Add(new("text/event-stream"));
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await EventReader.OpenAsync(response);
    }

    /// <summary>Waits until a request has ended, and returns how.</summary>
    public Task<Reply> EndOfAsync(string requestId) => Poll.ForAsync(
        async () => await GetAsync($"/api/v1/requests/{requestId}") is { Status: 200 } reply && reply["status"] != "pending" ? reply : null,
        $"request {requestId} has ended");

    /// <summary>Waits until a session has a status.</summary>
    public Task EndOfSessionAsync(string sessionId, string status) => Poll.UntilAsync(
        async () => (await GetAsync($"/api/v1/sessions/{sessionId}"))["status"] == status, $"session {sessionId} is {status}");

    public static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = Request(method, path, content);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        var body = type?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null;
        var received = response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, type, text, body, received);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
