using System.Net;
using System.Text.Json.Nodes;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Slack;

/// <summary>Reads a session of RequestManager's for the person it belongs to.</summary>
internal sealed class SlackSessions(IHttpClientFactory clients, ServiceKey serviceKey)
{
    /// <returns>Null when there is no such session, or it is somebody else's.</returns>
    /// <exception cref="HttpRequestException">RequestManager cannot tell at the moment.</exception>
    public async Task<JsonObject?> FindAsync(string? sessionId, string person, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(sessionId, out var id)) return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sessions/{id}?limit=200");
        serviceKey.PutOn(request);
        using var response = await clients.CreateClient(SlackHandOver.ClientName).SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        var session = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return session?.Text("user_id") == person ? session : null;
    }
}
