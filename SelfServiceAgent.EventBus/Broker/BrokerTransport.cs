using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary><c>eventing</c>: one publish, one confirm that covers every durable queue bound.</summary>
internal sealed class BrokerTransport(BrokerLink link, IOptions<CommunicationOptions> options) : IEventTransport
{
    public bool IsAvailable => link.Session is not null;

    public async Task PublishAsync<TData>(Envelope<TData> envelope, CancellationToken cancellationToken)
    {
        var session = link.Session ?? throw new EventNotAcceptedException("the broker is away");
        var isTransient = TransientEvents.Include(envelope.Type);
        var publisher = isTransient ? session.TransientPublisher : session.Publisher;
        using var activity = EventBusTelemetry.StartPublish(envelope);
        var route = Topology.RouteOf(envelope.Type, envelope.ReplyTo);
        var properties = new BasicProperties
        {
            ContentType = EventCodec.StructuredMediaType,
            MessageId = envelope.Id,
            Type = envelope.Type,
            Persistent = !isTransient,
        };
        var body = EventCodec.Encode(envelope with { TraceParent = activity?.Id ?? envelope.TraceParent });
        await publisher.PublishAsync(route, properties, body, options.Value.ConfirmTimeout, cancellationToken);
        EventBusTelemetry.Published.Add(1, new KeyValuePair<string, object?>("type", envelope.Type));
    }
}
