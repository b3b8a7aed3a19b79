using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>Reads a session of RequestManager's for the person it belongs to.</summary>
internal sealed class SlackSessions(IHttpClientFactory clients, ServiceKey serviceKey)
{
    private const int Latest = 5;

    /// <returns>With its latest messages; null when there is no such session, or it is somebody else's.</returns>
    /// <exception cref="HttpRequestException">RequestManager cannot tell at the moment.</exception>
    public async Task<JsonObject?> FindAsync(string? sessionId, string person, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(sessionId, out var id)) return null;
        var (session, total) = await ReadAsync(id, offset: 0, cancellationToken);
        if (session?.Text("user_id") != person) return null;
        return total <= Latest ? session : (await ReadAsync(id, total - Latest, cancellationToken)).Session;
    }

    private async Task<(JsonObject? Session, int Total)> ReadAsync(Guid id, int offset, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sessions/{id}?limit={Latest}&offset={offset}");
        serviceKey.PutOn(request);
        using var response = await clients.CreateClient(SlackHandOver.ClientName).SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return (null, 0);
        response.EnsureSuccessStatusCode();
        var total = response.Headers.TryGetValues(Page.TotalHeader, out var values) ? int.Parse(values.First(), CultureInfo.InvariantCulture) : 0;
        return (await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken), total);
    }
}
