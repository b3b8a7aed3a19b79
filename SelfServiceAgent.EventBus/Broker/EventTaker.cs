using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>Gives events to their receivers, and puts aside what is none or what no receiver can cope with.</summary>
/// <param name="deadLetters">Null for a replica's reply queue: its messages also stand in a durable queue, and are judged there.</param>
internal sealed partial class EventTaker(EventIntake intake, DeadLetterWriter? deadLetters, ILogger logger) : MessageTaker
{
    private const int MaxFaults = 5;

    public override async Task TakeAsync(BrokerMessage message, CancellationToken stopping)
    {
        if (await TryDecodeAsync(message, stopping) is { } cloudEvent) await TakeUntilDoneAsync(message, cloudEvent, stopping);
    }

    private async Task<CloudEvent?> TryDecodeAsync(BrokerMessage message, CancellationToken stopping)
    {
        try
        {
            return message.Decode();
        }
        catch (EventRejectedException e)
        {
            await BuryAsync(message, e.Message, stopping);
            return null;
        }
    }

    private async Task TakeUntilDoneAsync(BrokerMessage message, CloudEvent cloudEvent, CancellationToken stopping)
    {
        var faults = 0;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await intake.ReceiveAsync(cloudEvent, stopping);
                return;
            }
            catch (EventRejectedException e)
            {
                await BuryAsync(message, e.Message, stopping);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotTaken(logger, e, cloudEvent.Type, cloudEvent.Id, tries);
                if (!TransientFaults.Is(e) && ++faults == MaxFaults)
                {
                    await BuryAsync(message, DeadLetterReasons.Failed(MaxFaults, e), stopping);
                    return;
                }
            }

            await PauseAsync(tries, stopping);
        }
    }

    private async Task BuryAsync(BrokerMessage message, string reason, CancellationToken stopping)
    {
        if (deadLetters is null) return;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await deadLetters.WriteAsync(message, reason, stopping);
                return;
            }
            catch (EventNotAcceptedException)
            {
                await PauseAsync(tries, stopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "event.not_taken {Type} {EventId} after {Tries} tries")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, string? type, string? eventId, int tries);
}
