using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults.Retention;

/// <summary>Asks RequestManager which sessions are over for good: only it knows.</summary>
internal sealed partial class SessionEnds(IHttpClientFactory clients, ServiceKey serviceKey, TimeProvider clock, ILogger<SessionEnds> logger)
{
    public const string ClientName = "request-manager-sessions";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <returns>Those of them; none while RequestManager is away.</returns>
    public async Task<IReadOnlySet<Guid>> AmongAsync(IReadOnlyList<Guid> sessionIds, CancellationToken cancellationToken)
    {
        if (sessionIds.Count == 0) return new HashSet<Guid>();
        using var limit = new TimeLimit(_patience, clock, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, EndedSessions.Path) { Content = JsonContent.Create(new EndedSessions(sessionIds), options: WireJson.Options) };
        serviceKey.PutOn(request);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Guid[]>(WireJson.Options, limit.Token))!.ToHashSet();
        }
        catch (Exception e) when (TransientFaults.Is(e) || (e is OperationCanceledException && limit.IsTimeUp))
        {
            LogNotTold(logger, e.Message);
            return new HashSet<Guid>();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "retention.sessions_not_told {Reason}: rows of sessions that may go on are kept")]
    private static partial void LogNotTold(ILogger logger, string reason);
}
