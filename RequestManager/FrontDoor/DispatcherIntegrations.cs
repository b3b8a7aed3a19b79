using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.FrontDoor;

/// <summary>What the dispatcher can deliver over, asked of its <c>/health</c> and remembered for a few seconds.</summary>
internal sealed class DispatcherIntegrations(IHttpClientFactory clients, TimeProvider clock) : IAvailableIntegrations
{
    public const string ClientName = "integration-dispatcher-health";

    private static readonly TimeSpan _freshness = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    public async ValueTask<IReadOnlyList<IntegrationType>> GetAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        if (clock.GetUtcNow() - known.At < _freshness) return known.Integrations;
        _known = known = new(await AskAsync(cancellationToken), clock.GetUtcNow());
        return known.Integrations;
    }

    private async Task<IReadOnlyList<IntegrationType>> AskAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_patience);
        try
        {
            var health = await clients.CreateClient(ClientName).GetFromJsonAsync<Health>("/health", WireJson.Options, timeout.Token);
            return health?.IntegrationsAvailable ?? [];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private sealed record Health(IReadOnlyList<IntegrationType>? IntegrationsAvailable);

    private sealed record Known(IReadOnlyList<IntegrationType> Integrations, DateTimeOffset At);
}
