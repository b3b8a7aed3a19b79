using System.Collections.Concurrent;
using IntegrationDispatcher.Integrations;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Deliveries;

/// <summary>
/// A circuit breaker for each far side, as this replica knows it: after many failures in a row it is left alone for a while, then tried with
/// one attempt, which decides.
/// </summary>
internal sealed class Circuits(IOptions<DeliveriesOptions> options, TimeProvider clock)
{
    private const int MaxDoublings = 20;
    private const int ManyKnown = 1000;

    private readonly ConcurrentDictionary<string, Circuit> _circuits = new();
    private readonly DeliveriesOptions _options = options.Value;

    /// <summary>How many more attempts each far side may get, where that is not <see cref="DeliveriesOptions.ConcurrencyPerDestination"/>.</summary>
    /// <param name="running">How many attempts this replica has with each.</param>
    public IReadOnlyDictionary<string, int> PlacesLeft(IReadOnlyDictionary<string, int> running)
    {
        var places = running.ToDictionary(entry => entry.Key, entry => _options.ConcurrencyPerDestination - entry.Value);
        foreach (var (destination, circuit) in _circuits.Where(entry => entry.Value.Failures >= _options.CircuitFailures))
            places[destination] = clock.GetUtcNow() >= circuit.OpenUntil && running.GetValueOrDefault(destination) == 0 ? 1 : 0;
        return places;
    }

    /// <summary>Learns from an attempt. One that was refused shows a far side that works.</summary>
    public void Note(string? destination, Outcome outcome)
    {
        if (destination is null || outcome is Outcome.NotYet) return;
        if (outcome is not (Outcome.TryAgain or Outcome.Uncertain)) _circuits.TryRemove(destination, out _);
        else _circuits.AddOrUpdate(destination, _ => After(0), (_, circuit) => After(circuit.Failures));
        if (_circuits.Count > ManyKnown) ForgetOld();
    }

    /// <summary>Whether nothing is tried there at the moment.</summary>
    public bool IsOpen(string? destination) =>
        destination is not null && _circuits.TryGetValue(destination, out var circuit) && circuit.Failures >= _options.CircuitFailures
        && clock.GetUtcNow() < circuit.OpenUntil;

    // People choose far sides, so there is no end to them.
    private void ForgetOld()
    {
        var old = clock.GetUtcNow() - (_options.CircuitRest * MaxDoublings);
        foreach (var known in _circuits.Where(known => known.Value.OpenUntil < old)) _circuits.TryRemove(known);
    }

    private Circuit After(int failures)
    {
        var doublings = failures + 1 - _options.CircuitFailures;
        var rest = doublings < 0 ? TimeSpan.Zero : _options.CircuitRest * Math.Min(Math.Pow(2, Math.Min(doublings, MaxDoublings)), MaxDoublings);
        return new(failures + 1, clock.GetUtcNow() + rest);
    }

    private sealed record Circuit(int Failures, DateTimeOffset OpenUntil);
}
