using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>Gives one service's dead letters to whoever keeps them. There is nowhere else to put them, so it tries until it is done.</summary>
internal sealed partial class DeadLetterTaker(string service, IDeadLetterReceiver receiver, ILogger logger) : MessageTaker
{
    public override async Task TakeAsync(BrokerMessage message, CancellationToken stopping)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await receiver.ReceiveAsync(Read(message), stopping);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotTaken(logger, e, service, message.Properties.MessageId, tries);
            }

            await PauseAsync(tries, stopping);
        }
    }

    private DeadLetter Read(BrokerMessage message)
    {
        var (properties, cloudEvent) = (message.Properties, TryDecode(message));
        return new(
            service, properties.MessageId ?? cloudEvent?.Id, properties.Type ?? cloudEvent?.Type, DeadLetterReasons.Of(properties.Headers),
            properties.ContentType, MessageHeaders.ToJson(properties.Headers), message.Body);
    }

    private static CloudEvent? TryDecode(BrokerMessage message)
    {
        try
        {
            return message.Decode();
        }
        catch (EventRejectedException)
        {
            return null; // which may be why it is here
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "dead_letter.not_taken {Service} {EventId} after {Tries} tries")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, string service, string? eventId, int tries);
}
