using CloudNative.CloudEvents;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>What came out of a queue, copied: the client reuses its buffer as soon as its callback returns.</summary>
internal sealed record BrokerMessage(ulong DeliveryTag, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    // The AMQP binding of CloudEvents allows the last two; the first is what HTTP gateways leave behind.
    private static readonly string[] _attributePrefixes = ["ce-", "cloudEvents:", "cloudEvents_"];

    public static BrokerMessage Copy(BasicDeliverEventArgs delivery) =>
        new(delivery.DeliveryTag, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());

    /// <exception cref="EventRejectedException">It is no CloudEvent.</exception>
    public CloudEvent Decode() =>
        Properties.ContentType?.StartsWith(EventCodec.StructuredMediaType, StringComparison.OrdinalIgnoreCase) == true
            ? EventCodec.DecodeStructured(Body)
            : EventCodec.DecodeBinary(Attributes, Properties.ContentType, Body);

    private Dictionary<string, string> Attributes()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (header, value) in Properties.Headers ?? new Dictionary<string, object?>())
        {
            var prefix = Array.Find(_attributePrefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (prefix is not null && MessageHeaders.TextOf(value) is { } text) attributes[header[prefix.Length..].ToLowerInvariant()] = text;
        }

        return attributes;
    }
}
