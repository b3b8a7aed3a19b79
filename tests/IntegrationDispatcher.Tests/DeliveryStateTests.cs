using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class DeliveryStateTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryState _new = new(DeliveryStatus.Pending, 0, 4, _now, _now.AddHours(24));
    private static readonly RetryRhythm _steady = new(TimeSpan.FromSeconds(60), Doubles: false);
    private static readonly Outcome _failing = new Outcome.TryAgain("away");

    [Fact]
    public void A_delivered_message_is_a_success_without_an_error()
    {
        var state = (_new with { Error = "from before" }).After(new Outcome.Delivered(), _steady, _now, 0.5);
        Assert.Equal((DeliveryStatus.Success, 1, true), (state.Status, state.Attempts, state.HasEnded));
        Assert.Null(state.Error);
    }

    [Fact]
    public void Holding_back_is_no_attempt()
    {
        var later = _now.AddSeconds(5);
        var waits = _new.After(new Outcome.NotYet("busy", later), _steady, _now, 0);
        Assert.Equal((DeliveryStatus.Pending, 0, later), (waits.Status, waits.Attempts, waits.NextAttemptAt));
    }

    [Fact]
    public void A_refusal_ends_it_at_once()
    {
        Assert.Equal((DeliveryStatus.Failed, "no"), Ending(_new.After(new Outcome.Refused("no"), _steady, _now, 0.5)));
        Assert.Equal((DeliveryStatus.Failed, "gone"), Ending(_new.After(new Outcome.Gone("gone"), _steady, _now, 0.5)));
    }

    [Fact]
    public void Retry_count_counts_the_retries_after_the_first_attempt()
    {
        var state = _new;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            state = state.After(_failing, _steady, _now, 0.5);
            Assert.Equal((DeliveryStatus.Retrying, attempt), (state.Status, state.Attempts));
        }

        Assert.Equal((DeliveryStatus.Failed, "away"), Ending(state.After(_failing, _steady, _now, 0.5)));
    }

    [Theory]
    [InlineData(0, 48)]
    [InlineData(0.5, 60)]
    [InlineData(0.9999999, 72)]
    public void The_jitter_is_a_fifth_either_way(double chance, double seconds) =>
        Assert.Equal(seconds, _steady.WaitAfter(1, chance).TotalSeconds, 0.01);

    [Fact]
    public void A_steady_wait_stays_and_an_exponential_one_doubles()
    {
        Assert.Equal(60, _steady.WaitAfter(5, 0.5).TotalSeconds, 0.01);
        Assert.Equal([60, 120, 240], Enumerable.Range(1, 3).Select(n => Math.Round((_steady with { Doubles = true }).WaitAfter(n, 0.5).TotalSeconds)));
    }

    [Fact]
    public void Doubling_for_ever_stays_a_time() =>
        Assert.True(new RetryRhythm(TimeSpan.FromDays(1), Doubles: true).WaitAfter(51, 0.99) <= TimeSpan.FromDays(30));

    [Fact]
    public void Retry_after_puts_the_next_attempt_off()
    {
        var asked = _now.AddMinutes(10);
        Assert.Equal(asked, _new.After(new Outcome.TryAgain("busy", asked), _steady, _now, 0.5).NextAttemptAt);
    }

    [Fact]
    public void Retry_after_never_brings_the_next_attempt_forward() =>
        Assert.Equal(_now.AddSeconds(60), _new.After(new Outcome.TryAgain("busy", _now.AddSeconds(1)), _steady, _now, 0.5).NextAttemptAt);

    [Fact]
    public void What_could_only_be_tried_after_its_expiry_expires_now() =>
        Assert.Equal((DeliveryStatus.Expired, "busy"), Ending(_new.After(new Outcome.TryAgain("busy", _now.AddHours(24)), _steady, _now, 0.5)));

    [Fact]
    public void What_was_never_tried_in_time_expires_with_a_reason()
    {
        var state = _new.Expired();
        Assert.Equal((DeliveryStatus.Expired, 0, true), (state.Status, state.Attempts, state.HasEnded));
        Assert.NotNull(state.Error);
    }

    [Fact]
    public void What_is_begun_again_and_again_without_a_result_fails() =>
        Assert.Equal((DeliveryStatus.Failed, "it could not be completed"), Ending(_new.Abandoned()));

    private static (DeliveryStatus Status, string? Error) Ending(DeliveryState state)
    {
        Assert.True(state.HasEnded);
        return (state.Status, state.Error);
    }
}
