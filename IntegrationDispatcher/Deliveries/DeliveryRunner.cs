using System.Collections.Concurrent;
using System.Diagnostics;
using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>
/// Takes what is due and has it tried: woken when something was planned, else every second. When the service stops it lets running attempts
/// end for a moment, cuts the rest and hands them over to another replica.
/// </summary>
internal sealed partial class DeliveryRunner(
    DeliveryClaims claims, DeliveryQueue queue, PreferenceCache preferences, DeliveryWork work, Circuits circuits, WakeUp wakeUp,
    IOptions<DeliveriesOptions> options, IHostApplicationLifetime lifetime, ILogger<DeliveryRunner> logger) : BackgroundService
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    // Together well below the 5 s in which a replica must be gone.
    private static readonly TimeSpan _graceTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _cutTime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, HeldDelivery> _held = new();
    private readonly DeliveriesOptions _options = options.Value;

    // A claim shares the places that become free in a few milliseconds, and leaves the database half of its time to others.
    private long _claimedAt;
    private TimeSpan _pace;

    // Read by each that ends, after its place is free: true from before a claim looks at the places until it has found some left of each kind.
    private volatile bool _mayHaveLeftSome;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Everything stops at once, not one service after the other: the time is short.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var keeping = RepeatAsync(_options.Lease / 3, RenewAsync, stopping.Token);
        await RepeatAsync(_pollInterval, ClaimAllDueAsync, stopping.Token, wait: wakeUp.WaitAsync);
        await keeping;
        await HandOverAsync();
    }

    private async Task RepeatAsync(
        TimeSpan interval, Func<CancellationToken, Task> step, CancellationToken cancellationToken, Func<TimeSpan, CancellationToken, Task>? wait = null)
    {
        var faults = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (faults > 0) await Task.Delay(Pause(faults), cancellationToken);
                else await (wait?.Invoke(interval, cancellationToken) ?? Task.Delay(interval, cancellationToken));
                await step(cancellationToken);
                faults = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // whatever it was, deliveries must go on when it is over
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogResting(logger, TransientFaults.Is(e) ? null : e, ++faults, e.GetType().Name);
            }
        }
    }

    private static TimeSpan Pause(int faults) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, faults - 1), _longestPause.TotalSeconds));

    private async Task ClaimAllDueAsync(CancellationToken cancellationToken)
    {
        if (_pace - Stopwatch.GetElapsedTime(_claimedAt) is { Ticks: > 0 } rest) await Task.Delay(rest, cancellationToken);
        _claimedAt = Stopwatch.GetTimestamp();
        try
        {
            _mayHaveLeftSome = true;
            _mayHaveLeftSome = await ClaimWhileThereIsMoreAsync(cancellationToken);
        }
        finally
        {
            var twice = Stopwatch.GetElapsedTime(_claimedAt) * 2;
            _pace = twice > Paces.Steady ? twice : Paces.Steady;
        }
    }

    /// <returns>Whether something may be due that waits for a place.</returns>
    private async Task<bool> ClaimWhileThereIsMoreAsync(CancellationToken cancellationToken)
    {
        var isFull = false;
        for (Look? look = Look.Oldest; look is { } next;)
        {
            var places = PlacesNow();
            if (places.Free <= 0) return true;
            var claim = await ClaimAsync(next, places, cancellationToken);
            if (claim.Deliveries.Count > 0) await StartAsync(claim.Deliveries, cancellationToken);
            isFull |= places.AreTakenBy(claim.Deliveries, _options.ConcurrencyPerType);
            look = claim.Next;
        }

        return isFull;
    }

    // Not cut by a stop: a cancelled claim may have been committed, and nobody would try or give back what it took until the lease expires.
    private async Task<Claim> ClaimAsync(Look look, Places places, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource();
        await using var stop = cancellationToken.Register(() => late.CancelAfter(_cutTime));
        var claim = await claims.ClaimAsync(look, places, _held.Keys, late.Token);
        if (!cancellationToken.IsCancellationRequested) return claim;
        if (claim.Deliveries.Count > 0) await ReleaseAsync(claim.Deliveries);
        return Claim.None;
    }

    private async Task StartAsync(IReadOnlyList<DueDelivery> claimed, CancellationToken cancellationToken)
    {
        var held = claimed.Select(due => new HeldDelivery(due)).ToList();
        foreach (var delivery in held) _held[delivery.Due.Id] = delivery;
        try
        {
            var people = await preferences.ReadAsync([.. claimed.Select(due => due.Message.UserId).Distinct()], cancellationToken);
            foreach (var delivery in held) delivery.Running = Task.Run(() => RunAsync(delivery, people[delivery.Due.Message.UserId]), CancellationToken.None);
        }
        catch
        {
            foreach (var delivery in held) _held.TryRemove(delivery.Due.Id, out _);
            await ReleaseAsync(claimed);
            throw;
        }
    }

    private async Task RunAsync(HeldDelivery held, UserPreferences preferences)
    {
        try
        {
            await work.DoAsync(held.Due, preferences, held.Token);
        }
        catch (OperationCanceledException)
        {
            held.WasCut = true;
        }
#pragma warning disable CA1031 // nobody awaits this; the lease expires and the delivery is taken again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogDropped(logger, e, held.Due.Message.DeliveryId);
        }
        finally
        {
            if (!held.WasCut) _held.TryRemove(KeyValuePair.Create(held.Due.Id, held));
            var mayFreeOthers = held.Due.OthersWait || held.Due.Destination is not null || held.Due.Decisions.Count > 0;
            if (mayFreeOthers || _mayHaveLeftSome) wakeUp.Set();
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var held = _held.Values.ToList();
        if (held.Count == 0) return;
        var still = await queue.RenewAsync([.. held.Select(delivery => delivery.Due)], cancellationToken);
        foreach (var lost in held.Where(delivery => !still.Contains(delivery.Due.Id)))
        {
            _held.TryRemove(KeyValuePair.Create(lost.Due.Id, lost));
            LogLost(logger, lost.Due.Message.DeliveryId);
            lost.Cut();
        }
    }

    private async Task HandOverAsync()
    {
        await EndOfAllWithin(_graceTime);
        foreach (var held in _held.Values) held.Cut();
        await EndOfAllWithin(_cutTime);
        if (_held.IsEmpty) return;
        try
        {
            await ReleaseAsync([.. _held.Values.Select(held => held.Due)]);
            LogHandedOver(logger, _held.Count);
        }
        catch (Exception e) when (TransientFaults.Is(e))
        {
            // then the leases expire by themselves
        }
    }

    private Task ReleaseAsync(IReadOnlyCollection<DueDelivery> held) => queue.ReleaseAsync(held, CancellationToken.None).WaitAsync(_cutTime);

    private async Task EndOfAllWithin(TimeSpan time) => await Task.WhenAny(Task.WhenAll(_held.Values.Select(held => held.Running)), Task.Delay(time));

    private Places PlacesNow() => new(
        _options.Concurrency - _held.Count,
        _held.Values.CountBy(held => held.Due.IntegrationType).ToDictionary(entry => entry.Key, entry => _options.ConcurrencyPerType - entry.Value),
        circuits.PlacesLeft(_held.Values.Where(held => held.Due.Destination is not null).CountBy(held => held.Due.Destination!).ToDictionary()));

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery.resting {Faults} {Fault}")]
    private static partial void LogResting(ILogger logger, Exception? exception, int faults, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery.lease_lost {DeliveryId}")]
    private static partial void LogLost(ILogger logger, Guid deliveryId);

    [LoggerMessage(Level = LogLevel.Error, Message = "delivery.dropped {DeliveryId}")]
    private static partial void LogDropped(ILogger logger, Exception exception, Guid deliveryId);

    [LoggerMessage(Level = LogLevel.Information, Message = "delivery.handed_over {Count}")]
    private static partial void LogHandedOver(ILogger logger, int count);
}
