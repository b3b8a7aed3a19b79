using System.Globalization;
using SelfServiceAgent.EventBus;

namespace RequestManager.DeadLetters;

/// <summary>Says in plain words why a dead letter is one, what to do, and what was done. Pure.</summary>
internal static class Explanation
{
    public static string Of(string service, string reason, int times, DateTimeOffset? replayedAt, DateTimeOffset? discardedAt) =>
        Why(service, reason) + (times > 1 ? $" It has come {times} times." : "") + " " + Done(replayedAt, discardedAt);

    private static string Why(string service, string reason) => reason switch
    {
        DeadLetterReasons.DeliveryLimit =>
            $"{service} was given it again and again and never acknowledged it: its replicas died, or lost the broker, with it in hand. "
            + "Replay it when they run steadily; if they die of it, discard it.",
        DeadLetterReasons.Expired =>
            $"It waited in the queue of {service} for longer than the broker was told to keep it. Replay it if its answer is still wanted.",
        DeadLetterReasons.QueueFull =>
            $"The queue of {service} was full. Replay it when the queue has room again.",
        DeadLetterReasons.Rejected =>
            $"Something that read the queue of {service} rejected it and said no reason; {service} itself does not. Replay it when that no longer reads there.",
        DeadLetterReasons.Unknown =>
            $"It was put among the dead letters of {service} by someone who said no reason. Replay it if {service} should have it.",
        _ when DeadLetterReasons.IsFailure(reason) =>
            $"{service} could read it but not cope with it: {reason}. The exception is in its log, at event.not_taken with this event_id. "
            + "Replay it when the fault is mended.",
        _ =>
            $"{service} could not read it: {reason}. As it is it will be refused again: replay it after an update that can read it, "
            + "else have its sender correct it, and discard this one.",
    };

    private static string Done(DateTimeOffset? replayedAt, DateTimeOffset? discardedAt) => (replayedAt, discardedAt) switch
    {
        (_, { } discarded) => $"Discarded {Time(discarded)}.",
        ({ } replayed, _) => $"Replayed {Time(replayed)}, and it has not come back since.",
        _ => "It is open.",
    };

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
