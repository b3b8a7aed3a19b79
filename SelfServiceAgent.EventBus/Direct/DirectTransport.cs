using System.Net.Http.Headers;
using Polly;

namespace SelfServiceAgent.EventBus.Direct;

/// <summary><c>direct</c>: posts the event to the one service that needs it; a 2xx means that it is committed there.</summary>
internal sealed class DirectTransport(EventBusIdentity identity, IHttpClientFactory clients, ServiceKey serviceKey) : IEventTransport
{
    public const string Path = "/api/v1/events/cloudevents";

    /// <summary>Always: each post finds out for itself.</summary>
    public bool IsAvailable => true;

    public async Task PublishAsync<TData>(Envelope<TData> envelope, CancellationToken cancellationToken)
    {
        if (DirectRoutes.TargetOf(identity.Service, envelope.Type) is not { } target) return;
        using var activity = EventBusTelemetry.StartPublish(envelope);
        using var content = new ReadOnlyMemoryContent(EventCodec.Encode(envelope with { TraceParent = activity?.Id ?? envelope.TraceParent }));
        content.Headers.ContentType = new MediaTypeHeaderValue(EventCodec.StructuredMediaType);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        serviceKey.PutOn(request);
        var client = TransientEvents.Include(envelope.Type) ? TransientEvents.ClientOf(target) : target;
        try
        {
            using var response = await clients.CreateClient(client).SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) throw new EventNotAcceptedException($"{target} answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EventNotAcceptedException($"{target} is away", e);
        }

        EventBusTelemetry.Published.Add(1, new KeyValuePair<string, object?>("type", envelope.Type));
    }
}
