using SelfServiceAgent.EventBus;

namespace EventBus.Tests;

public sealed class DeadLetterReasonsTests
{
    [Fact]
    public void What_we_wrote_on_it_comes_first() =>
        Assert.Equal("data is not a JSON object", Of(("x-ssa-reason", "data is not a JSON object"u8.ToArray()), ("x-death", Deaths("rejected"))));

    [Theory]
    [InlineData("delivery_limit", DeadLetterReasons.DeliveryLimit)]
    [InlineData("expired", DeadLetterReasons.Expired)]
    [InlineData("maxlen", DeadLetterReasons.QueueFull)]
    [InlineData("rejected", DeadLetterReasons.Rejected)]
    [InlineData("something-new", DeadLetterReasons.Unknown)]
    public void What_the_broker_wrote_is_put_in_plain_words(string written, string reason)
    {
        Assert.Equal(reason, Of(("x-death", Deaths(written))));
        Assert.Equal(reason, Of(("x-first-death-reason", System.Text.Encoding.UTF8.GetBytes(written))));
    }

    [Fact]
    public void Of_several_deaths_the_last_counts() => Assert.Equal(DeadLetterReasons.Expired, Of(("x-death", Deaths("expired", "rejected"))));

    [Fact]
    public void Without_a_word_on_it_nobody_knows_why()
    {
        Assert.Equal(DeadLetterReasons.Unknown, DeadLetterReasons.Of(null));
        Assert.Equal(DeadLetterReasons.Unknown, Of(("x-death", new List<object?>()), ("x-ssa-reason", 5)));
    }

    [Fact]
    public void A_fault_of_the_receiver_is_known_from_an_unreadable_message()
    {
        var reason = DeadLetterReasons.Failed(5, new InvalidOperationException("with somebody's words"));

        Assert.True(DeadLetterReasons.IsFailure(reason));
        Assert.Equal("failed 5 times: InvalidOperationException", reason);
        Assert.False(DeadLetterReasons.IsFailure("not a readable event (JsonException)"));
    }

    private static string Of(params (string Name, object? Value)[] headers) =>
        DeadLetterReasons.Of(headers.ToDictionary(header => header.Name, header => header.Value));

    private static List<object?> Deaths(params string[] reasons) =>
        [.. reasons.Select(object? (reason) => new Dictionary<string, object?> { ["reason"] = System.Text.Encoding.UTF8.GetBytes(reason), ["count"] = 1L })];
}
