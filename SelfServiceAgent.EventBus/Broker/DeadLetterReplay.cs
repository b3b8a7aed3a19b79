using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

internal sealed class DeadLetterReplay(BrokerLink link, IOptions<CommunicationOptions> options) : IDeadLetterReplay
{
    public async Task ReplayAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var session = link.Session ?? throw new EventNotAcceptedException("the broker is away");
        var properties = new BasicProperties
        {
            ContentType = letter.ContentType,
            MessageId = letter.EventId,
            Type = letter.EventType,
            Persistent = true,
            Headers = MessageHeaders.FromJson(MessageHeaders.WithoutDeaths(letter.Headers)),
        };
        await session.Publisher.PublishAsync(Topology.RouteTo(letter.Service), properties, letter.Body, options.Value.ConfirmTimeout, cancellationToken);
    }
}
