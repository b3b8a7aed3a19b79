using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Tests;

public sealed class SlackSignatureTests
{
    // The example of Slack's documentation.
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const long Timestamp = 1531420618;
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&"
        + "user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    [Fact]
    public void The_documented_example_verifies() => Assert.Equal(SlackSignature.Verdict.Good, Verify(Body, Signature, 0));

    [Theory]
    [InlineData(300, SlackSignature.Verdict.Good)]
    [InlineData(301, SlackSignature.Verdict.Stale)]
    [InlineData(-300, SlackSignature.Verdict.Good)]
    [InlineData(-301, SlackSignature.Verdict.Stale)]
    public void It_is_good_for_five_minutes_either_way(int seconds, SlackSignature.Verdict verdict) => Assert.Equal(verdict, Verify(Body, Signature, seconds));

    [Fact]
    public void One_byte_changed_is_wrong()
    {
        Assert.Equal(SlackSignature.Verdict.Wrong, Verify(Body.Replace("foobar", "foobas", StringComparison.Ordinal), Signature, 0));
        Assert.Equal(SlackSignature.Verdict.Wrong, Verify(Body, Signature.Replace("a2114", "a2115", StringComparison.Ordinal), 0));
        Assert.Equal(SlackSignature.Verdict.Wrong, Verify(Body, Signature.ToUpperInvariant(), 0));
    }

    [Fact]
    public void Without_its_headers_there_is_none() =>
        Assert.Equal(SlackSignature.Verdict.Missing, Of(0).Verify(new HeaderDictionary { [SlackSignature.Header] = Signature }, Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [InlineData("99999999999999999999999999")]
    [InlineData("-1531420618")]
    [InlineData("now")]
    public void A_timestamp_that_is_no_number_is_wrong(string timestamp) => Assert.Equal(SlackSignature.Verdict.Wrong, Of(0).Verify(
        new HeaderDictionary { [SlackSignature.Header] = Signature, [SlackSignature.TimestampHeader] = timestamp }, Encoding.UTF8.GetBytes(Body)));

    private static SlackSignature.Verdict Verify(string body, string signature, int secondsLater) => Of(secondsLater).Verify(
        new HeaderDictionary { [SlackSignature.Header] = signature, [SlackSignature.TimestampHeader] = $"{Timestamp}" }, Encoding.UTF8.GetBytes(body));

    private static SlackSignature Of(int secondsLater) =>
        new(Options.Create(new SlackOptions { SigningSecret = Secret }), new StoppedClock(DateTimeOffset.FromUnixTimeSeconds(Timestamp + secondsLater)));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
