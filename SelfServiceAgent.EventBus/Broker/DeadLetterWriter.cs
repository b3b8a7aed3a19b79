using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>Puts what cannot be read aside, with the reason, where a person can look at it and have it replayed.</summary>
internal sealed partial class DeadLetterWriter(BrokerPublisher publisher, string service, TimeSpan confirmTimeout, ILogger logger)
{
    /// <summary>The message header that says why.</summary>
    public const string ReasonHeader = "x-ssa-reason";

    /// <exception cref="EventNotAcceptedException">The broker did not confirm; the original must not be acknowledged yet.</exception>
    public async Task WriteAsync(BrokerMessage message, string reason, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties(message.Properties) { Persistent = true };
        properties.Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>()) { [ReasonHeader] = reason };
        var route = new Route(Topology.Dead, service, Mandatory: true);
        await publisher.PublishAsync(route, properties, message.Body, confirmTimeout, cancellationToken);
        EventBusTelemetry.DeadLettered.Add(1, new KeyValuePair<string, object?>("service", service));
        LogDeadLettered(logger, message.Properties.MessageId, reason);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "event.dead_lettered {EventId} because {Reason}")]
    private static partial void LogDeadLettered(ILogger logger, string? eventId, string reason);
}
