using System.Text.Json.Nodes;
using AgentService.Turns;
using SelfServiceAgent.Contracts;

namespace AgentService.Tests.Turns;

public sealed class ClaimedTurnTests
{
    private static readonly DateTimeOffset _accepted = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero), _answered = _accepted.AddSeconds(-1);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("1795780790.000200", -10)] // it waited in Slack
    [InlineData("1795780810.000200", 0)] // no clock of another's makes it later than it is
    [InlineData("yesterday", 0)]
    [InlineData("99999999999999999999999999.9", 0)]
    public void A_message_was_sent_when_it_was_accepted_or_when_Slack_says_if_that_is_earlier(string? ts, int seconds)
    {
        var turn = Turn(ts).ForAgent();

        Assert.Equal(_accepted.AddSeconds(seconds).ToUnixTimeSeconds(), turn.SentAt.ToUnixTimeSeconds());
        Assert.Equal(_answered, turn.AnsweredBefore);
    }

    private static ClaimedTurn Turn(string? ts)
    {
        var context = new JsonObject { ["metadata"] = new JsonObject { ["slack_ts"] = ts } };
        var request = new RequestCreated(Guid.NewGuid(), Guid.NewGuid(), "jane", IntegrationType.Slack, "message", "yes", context, null, null, true, _accepted);
        return new(request, 2, 1, "router", "router", null, null, 1, null, null, null, TimeSpan.Zero, AnsweredBefore: _answered);
    }
}
