using Microsoft.EntityFrameworkCore;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;

namespace RequestManager.DeadLetters;

/// <summary>Puts dead letters back into their queues. Published first and marked then: a crash in between replays twice, which consumers expect.</summary>
/// <param name="broker">Null where there is none.</param>
internal sealed partial class DeadLetterReplayer(
    RequestDb db, TimeProvider clock, ILogger<DeadLetterReplayer> logger, IDeadLetterReplay? broker = null)
{
    public bool HasBroker => broker is not null;

    /// <summary>Replays those that are still open, in the order given.</summary>
    /// <param name="rate">How many a second at most.</param>
    /// <returns>How many are back in their queues, and whether the broker took all it was given.</returns>
    public async Task<(int Replayed, bool IsWhole)> ReplayAsync(IEnumerable<long> ids, int rate, CancellationToken cancellationToken)
    {
        var replayed = 0;
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1) / rate, clock);
        foreach (var id in ids)
        {
            var open = DeadLetterQuery.With(DeadLetterStatus.Open, db.DeadLetters.AsNoTracking());
            if (await open.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } letter) continue; // somebody was faster
            if (replayed > 0) await pace.WaitForNextTickAsync(cancellationToken);
            if (!await TryReplayAsync(letter, cancellationToken)) return (replayed, false);
            replayed++;
        }

        return (replayed, true);
    }

    /// <summary>Replays it whatever has become of it.</summary>
    /// <returns>False when the broker did not confirm.</returns>
    public async Task<bool> TryReplayAsync(DeadLetterRow letter, CancellationToken cancellationToken)
    {
        try
        {
            await broker!.ReplayAsync(letter.ToLetter(), cancellationToken);
        }
        catch (EventNotAcceptedException)
        {
            return false;
        }

        // It may be back already, which raised its times; then it is open, and stays so. Whoever hangs up now has replayed it all the same.
        var now = clock.GetUtcNow();
        await db.DeadLetters.Where(row => row.Id == letter.Id && row.Times == letter.Times).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.ReplayedAt, now).SetProperty(r => r.DiscardedAt, (DateTimeOffset?)null), CancellationToken.None);
        LogReplayed(logger, letter.LetterId, letter.Service, letter.EventType, letter.EventId, letter.Times);
        return true;
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "dead_letter.replayed {LetterId} to {Service}, {EventType} {EventId}, after {Times} times")]
    private static partial void LogReplayed(ILogger logger, Guid letterId, string service, string? eventType, string? eventId, int times);
}
