using IntegrationDispatcher.Integrations;

namespace IntegrationDispatcher.Tests;

public sealed class SlackLookUpTests
{
    private const string BrokeOff = "the connection to Slack broke off";

    private static readonly SlackTrouble _breaksOffWithIt = new(Takes: true, BreaksOff: true);
    private static readonly SlackTrouble _breaksOffWithoutIt = new(BreaksOff: true);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"channel_id":"C0001"}""", SlackFarSide.History, false)]
    [InlineData("""{"channel_id":"C0001"}""", SlackFarSide.History, true)]
    [InlineData("""{"channel_id":"C0001","thread_id":"1.2"}""", SlackFarSide.Replies, false)]
    public async Task A_message_that_is_found_after_the_connection_broke_off_counts_as_posted(
        string config, string lookUp, bool hasLongHistory)
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.HasLongHistory = hasLongHistory;
        slack.FarSide.With(SlackFarSide.Post, _breaksOffWithIt);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(PlayedSlack.Message(), config));
        Assert.Single(slack.FarSide.Posts);
        Assert.Equal([SlackFarSide.Post, .. Enumerable.Repeat(lookUp, hasLongHistory ? 2 : 1)], slack.FarSide.Calls);
    }

    [Fact]
    public async Task A_message_that_is_certainly_not_there_is_looked_for_once_more_and_posted()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Post, _breaksOffWithoutIt);
        var message = PlayedSlack.Message();
        var again = Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        Assert.Equal($"{BrokeOff}; the message is not there", again.Reason);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Equal([SlackFarSide.Post, SlackFarSide.History, SlackFarSide.History, SlackFarSide.Post], slack.FarSide.Calls);
        Assert.Single(slack.FarSide.Posts);
    }

    [Fact]
    public async Task A_message_that_appears_late_is_found_by_the_retry()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Post, _breaksOffWithIt).With(SlackFarSide.History, new SlackTrouble(Status: 503));
        var message = PlayedSlack.Message();
        var again = Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        Assert.Equal($"{BrokeOff}; whether the message was posted is looked up before the next attempt", again.Reason);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Equal([SlackFarSide.Post, SlackFarSide.History, SlackFarSide.History], slack.FarSide.Calls);
    }

    [Fact]
    public async Task While_Slack_cannot_tell_whether_a_message_was_posted_it_is_not_posted_again()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Post, _breaksOffWithIt);
        slack.FarSide.With(SlackFarSide.History, new SlackTrouble(Status: 503), new SlackTrouble("ratelimited", 429));
        var message = PlayedSlack.Message();
        await slack.TryAsync(message);
        var again = Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        Assert.Equal("Slack answered ratelimited; whether an earlier attempt was posted is looked up first", again.Reason);
        Assert.NotNull(again.NotBefore);
        Assert.Single(slack.FarSide.Posts);
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("not_in_channel")]
    public async Task Where_we_may_not_look_the_repetition_is_admitted(string code)
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Post, _breaksOffWithIt).With(SlackFarSide.History, new(code), new(code));
        var message = PlayedSlack.Message();
        var again = Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        Assert.Equal($"{BrokeOff}; the message may have been posted, and a repetition may appear twice", again.Reason);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Equal(2, slack.FarSide.Posts.Count);
    }

    [Fact]
    public async Task A_message_cut_off_while_it_was_posted_is_not_posted_twice()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(SlackFarSide.Post, new SlackTrouble(Takes: true, Hangs: true));
        var message = PlayedSlack.Message();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var attempt = slack.TryAsync(message, cancellationToken: cut.Token);
        while (slack.FarSide.Posts.IsEmpty) await Task.Delay(10, Ending);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Single(slack.FarSide.Posts);
    }
}
