using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary><c>eventing</c>: one publish, one confirm that covers every durable queue bound.</summary>
internal sealed class BrokerTransport(BrokerLink link, IOptions<CommunicationOptions> options) : IEventTransport
{
    public bool IsAvailable => link.Publisher is not null;

    public async Task PublishAsync<TData>(Envelope<TData> envelope, CancellationToken cancellationToken)
    {
        var publisher = link.Publisher ?? throw new EventNotAcceptedException("the broker is away");
        using var activity = EventBusTelemetry.StartPublish(envelope);
        var (exchange, routingKey, mandatory) = Topology.RouteOf(envelope.Type, envelope.ReplyTo);
        var properties = new BasicProperties
        {
            ContentType = EventCodec.StructuredMediaType,
            MessageId = envelope.Id,
            Type = envelope.Type,
            Persistent = true,
        };
        var body = EventCodec.Encode(envelope with { TraceParent = activity?.Id ?? envelope.TraceParent });
        await publisher.PublishAsync(exchange, routingKey, mandatory, properties, body, options.Value.ConfirmTimeout, cancellationToken);
        EventBusTelemetry.Published.Add(1, new KeyValuePair<string, object?>("type", envelope.Type));
    }
}
