using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Erasures;

/// <summary>Asks another service to erase what it has of a person.</summary>
internal sealed partial class OtherErasure(IHttpClientFactory clients, ServiceKey serviceKey, ILogger<OtherErasure> logger)
{
    /// <param name="service">One of <see cref="ServiceNames"/>.</param>
    public static string ClientOf(string service) => $"{service}-erasures";

    /// <returns>Null when it did not answer.</returns>
    public async Task<ErasedRows?> EraseAsync(string service, ErasePerson asked, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ErasePerson.Path);
        request.Content = JsonContent.Create(asked, options: WireJson.Options);
        serviceKey.PutOn(request);
        try
        {
            using var response = await clients.CreateClient(ClientOf(service)).SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<ErasedRows>(WireJson.Options, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (TransientFaults.Is(e) || e is OperationCanceledException))
        {
            LogUnreachable(logger, service, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "erasure.unreachable {Service} {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string service, string reason);
}
