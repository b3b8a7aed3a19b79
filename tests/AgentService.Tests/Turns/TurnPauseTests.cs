using AgentService.Turns;

namespace AgentService.Tests.Turns;

public sealed class TurnPauseTests
{
    [Theory]
    [InlineData(1, null, "00:00:01")]
    [InlineData(3, null, "00:00:04")]
    [InlineData(100, null, "00:00:30")]
    [InlineData(1, "00:00:50", "00:00:50")]
    [InlineData(100, "00:00:50", "00:00:50")]
    [InlineData(3, "00:00:02", "00:00:04")]
    [InlineData(3, "-00:00:02", "00:00:04")]
    [InlineData(1, "1.00:00:00", "00:10:00")]
    public void A_turn_is_left_alone_longer_each_time_and_as_long_as_is_wanted_within_reason(int attempt, string? wanted, string pause) =>
        Assert.Equal(TimeSpan.Parse(pause), TurnPause.After(attempt, wanted is null ? null : TimeSpan.Parse(wanted)));
}
