using Microsoft.OpenApi;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.FrontDoor;

/// <summary>What the dispatcher's own reference says, asked of it.</summary>
internal sealed class DispatcherReference(IHttpClientFactory clients)
{
    public const string ClientName = "integration-dispatcher-reference";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <returns>Null while the dispatcher is away.</returns>
    public async Task<OpenApiDocument?> AskAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_patience);
        try
        {
            var text = await clients.CreateClient(ClientName).GetStringAsync(ReferenceOptions.Path, timeout.Token);
            return OpenApiDocument.Parse(text, OpenApiConstants.Json).Document;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
