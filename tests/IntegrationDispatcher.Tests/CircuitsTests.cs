using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationDispatcher.Tests;

public class CircuitsTests
{
    private const string Far = "https://far.example";

    private static readonly Outcome _failed = new Outcome.TryAgain("it is away");
    private readonly FakeTimeProvider _clock = new();
    private readonly Circuits _circuits;

    public CircuitsTests() => _circuits = new(
        Options.Create(new DeliveriesOptions { CircuitFailures = 3, CircuitRest = TimeSpan.FromSeconds(10), ConcurrencyPerDestination = 8 }), _clock);

    [Fact]
    public void A_far_side_gets_as_many_as_may_run_at_once_less_those_that_run() =>
        Assert.Equal(5, _circuits.PlacesLeft(new Dictionary<string, int> { [Far] = 3 })[Far]);

    [Fact]
    public void After_failures_in_a_row_it_is_left_alone_and_then_tried_with_one()
    {
        Fail(2);
        Assert.Null(Places());
        Fail(1);
        Assert.Equal(0, Places());
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, Places());
        Assert.Equal(0, Places(running: 1));
    }

    [Fact]
    public void The_one_attempt_decides()
    {
        Fail(3);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Fail(1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, Places()); // twice as long now
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, Places());
        _circuits.Note(Far, new Outcome.Delivered());
        Assert.Null(Places());
    }

    [Fact]
    public void A_success_between_makes_failures_no_row()
    {
        Fail(2);
        _circuits.Note(Far, new Outcome.Refused("no"));
        Fail(2);
        Assert.Null(Places());
    }

    [Fact]
    public void However_long_it_fails_it_is_tried_again_before_long()
    {
        Fail(500);
        _clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(1, Places());
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++) _circuits.Note(Far, _failed);
    }

    private int? Places(int running = 0)
    {
        var counts = new Dictionary<string, int>();
        if (running > 0) counts[Far] = running;
        return _circuits.PlacesLeft(counts).TryGetValue(Far, out var places) ? places : null;
    }
}
