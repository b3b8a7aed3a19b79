using System.Text.Json.Nodes;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Slack;

/// <summary>Reads a session of RequestManager's for the person it belongs to.</summary>
internal sealed class SlackSessions(IHttpClientFactory clients, ServiceKey serviceKey)
{
    /// <returns>The session, when it is there and the person's own; whether it is, null when nobody can tell at the moment.</returns>
    public async Task<(JsonObject? Session, bool? IsThere)> ReadAsync(string? sessionId, string person, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(sessionId, out var id)) return (null, false);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sessions/{id}?limit=200");
            serviceKey.PutOn(request);
            using var response = await clients.CreateClient(SlackHandOver.ClientName).SendAsync(request, cancellationToken);
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return (null, false);
            if (!response.IsSuccessStatusCode) return (null, null);
            var session = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
            return session?.Text("user_id") == person ? (session, true) : (null, false);
        }
        catch (HttpRequestException)
        {
            return (null, null);
        }
    }
}
