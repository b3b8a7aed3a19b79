using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>
/// Works on what came from Slack, many channels and threads at once, each in its order; as often as it takes, within a day. What cannot be
/// done is said to the person.
/// </summary>
internal sealed partial class SlackInboxRunner(
    SlackEventQueue queue, IServiceProvider services, TimeProvider clock, ILogger<SlackInboxRunner> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const int AtOnce = 32;
    private const int MaxFaults = 10; // a fault of our own is not mended by trying for a day, and what waits behind it has done nothing
    private static readonly TimeSpan _patience = SlackEventQueue.Lease * 0.75;
    private static readonly TimeSpan _apologyTime = SlackEventQueue.Lease / 6;
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _longestWish = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    private static readonly SlackWork.Failed _expired = new("expired", SlackWords.Expired);

    private readonly ILogger _logger = logger;
    private int _running;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var free = AtOnce - Volatile.Read(ref _running); // when none is, the next to end wakes us
        if (free == 0) return false;
        foreach (var held in await queue.ClaimAsync(free, ReadOrSkip, cancellationToken))
        {
            Interlocked.Increment(ref _running);
            _ = RunAsync(held, cancellationToken);
        }

        return false;
    }

    private async Task RunAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(held, cancellationToken);
        }
#pragma warning disable CA1031 // nobody awaits this; the lease runs out and the event is worked on again
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested) LogNotWritten(_logger, e.GetType().Name, held.Key);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            if (!cancellationToken.IsCancellationRequested) WakeUp.Set(); // what waited behind it may go now
        }
    }

    // Whatever happens, the row says what: a crash in here leaves it to its lease.
    private async Task WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        var end = held.Verdict ?? (IsOld(held) ? _expired : await TryAsync(held, cancellationToken));
        if (end is SlackWork.Later) cancellationToken.ThrowIfCancellationRequested(); // cut by the stop: the lease hands it over
        if (end is SlackWork.Later && IsOld(held)) end = _expired;
        if (end is SlackWork.Failed failed)
        {
            // First the verdict, then the apology: nobody is told that nothing comes of it, and then gets an answer.
            if (held.Verdict is null && !await queue.DecideAsync(held, failed)) return;
            end = await ApologiseAsync(held, failed, cancellationToken);
        }

        if (end is SlackWork.Later later)
        {
            await queue.PostponeAsync(held, PauseBefore(held, later), later);
            LogPostponed(_logger, held.Key, held.Kind, held.Attempts + 1, later.Reason);
            return;
        }

        var result = ((SlackWork.Done)end).Result;
        await queue.FinishAsync(held, result);
        LogWorked(_logger, held.Key, held.Kind, held.Attempts + 1, result);
    }

    private bool IsOld(HeldEvent held) => clock.GetUtcNow() - held.ReceivedAt > _lifetime;

    private TimeSpan PauseBefore(HeldEvent held, SlackWork.Later later)
    {
        var ours = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, held.Attempts), _longestPause.TotalSeconds));
        var theirs = later.NotBefore is { } wish ? wish - clock.GetUtcNow() : TimeSpan.Zero;
        return theirs <= ours ? ours : theirs < _longestWish ? theirs : _longestWish;
    }

    private async Task<SlackWork> TryAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_patience, clock, cancellationToken);
        try
        {
            return await WorkerOf(held).WorkAsync(held, limit.Token);
        }
#pragma warning disable CA1031 // a fault with one event must not hold up the others, nor lose it
        catch (Exception e)
#pragma warning restore CA1031
        {
            var isOurs = !TransientFaults.Is(e) && e is not OperationCanceledException;
            if (isOurs) LogFault(_logger, e, held.Key);
            return isOurs && held.Faults + 1 >= MaxFaults
                ? new SlackWork.Failed($"failed: {e.GetType().Name}", SlackWords.Fault)
                : new SlackWork.Later(e.GetType().Name) { IsFault = isOurs };
        }
    }

    // The event is finished only once the apology is on its way.
    private async Task<SlackWork> ApologiseAsync(HeldEvent held, SlackWork.Failed failed, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_apologyTime, clock, cancellationToken);
        try
        {
            if (WorkerOf(held).PlaceOf(held) is { } place)
                await services.GetRequiredService<SlackApologies>().SayAsync(held.Key, place, failed.Words, limit.Token);
        }
        catch (Exception e) when (TransientFaults.Is(e) || e is OperationCanceledException)
        {
            return new SlackWork.Later(e.GetType().Name);
        }
#pragma warning disable CA1031 // an event that cannot even be read ends all the same
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(_logger, e, held.Key);
        }

        return new SlackWork.Done(failed.Result);
    }

    private ISlackWorker WorkerOf(HeldEvent held) => services.GetRequiredKeyedService<ISlackWorker>(held.Kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "slack.worked {EventKey} {Kind} {Attempt} {Result}")]
    private static partial void LogWorked(ILogger logger, string eventKey, SlackEventKind kind, int attempt, string result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "slack.postponed {EventKey} {Kind} {Attempt} {Reason}")]
    private static partial void LogPostponed(ILogger logger, string eventKey, SlackEventKind kind, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "slack.not_written {Fault} {EventKey}")]
    private static partial void LogNotWritten(ILogger logger, string fault, string eventKey);

    [LoggerMessage(Level = LogLevel.Error, Message = "slack.fault {EventKey}")]
    private static partial void LogFault(ILogger logger, Exception exception, string eventKey);
}
