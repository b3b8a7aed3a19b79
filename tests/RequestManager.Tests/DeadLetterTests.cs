using RequestManager.DeadLetters;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;

namespace RequestManager.Tests;

public sealed class DeadLetterTests
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("data is not a JSON object", "could not read it: data is not a JSON object")]
    [InlineData("failed 5 times: FormatException", "event.not_taken")]
    [InlineData(DeadLetterReasons.DeliveryLimit, "its replicas died")]
    [InlineData(DeadLetterReasons.Expired, "for longer than")]
    [InlineData(DeadLetterReasons.QueueFull, "was full")]
    [InlineData(DeadLetterReasons.Rejected, "rejected it")]
    [InlineData(DeadLetterReasons.Unknown, "said no reason")]
    public void It_says_why_it_is_one_whose_it_is_and_when_to_replay_it(string reason, string because)
    {
        var explanation = Explanation.Of("agent-service", reason, 1, null, null);

        Assert.Contains(because, explanation, StringComparison.Ordinal);
        Assert.Contains("agent-service", explanation, StringComparison.Ordinal);
        Assert.Contains("eplay it", explanation, StringComparison.Ordinal);
        Assert.EndsWith(" It is open.", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_what_was_done_with_it()
    {
        Assert.EndsWith(" Replayed 2026-11-24T12:00:00Z, and it has not come back since.", Of(1, _noon, null), StringComparison.Ordinal);
        Assert.EndsWith(" Discarded 2026-11-24T12:00:00Z.", Of(1, _noon, _noon), StringComparison.Ordinal);
        Assert.EndsWith(" It has come 3 times. It is open.", Of(3, null, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_body_is_shown_as_text_where_it_is_text()
    {
        var (text, bytes) = (DeadLetterBody.Whole(Row("Grüße"u8.ToArray())), DeadLetterBody.Whole(Row([0xFF, 0x00])));

        Assert.Equal(("Grüße", null, 7), (text.Body, text.BodyBase64, text.Size));
        Assert.Equal((null, "/wA=", 2), (bytes.Body, bytes.BodyBase64, bytes.Size));
    }

    private static string Of(int times, DateTimeOffset? replayedAt, DateTimeOffset? discardedAt) =>
        Explanation.Of("agent-service", DeadLetterReasons.Unknown, times, replayedAt, discardedAt);

    private static DeadLetterRow Row(byte[] body) => new()
    {
        Service = "agent-service", Reason = DeadLetterReasons.Unknown, Headers = "{}", Body = body, Fingerprint = [], Times = 1,
    };
}
