using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Tests;

public sealed class SlackIntegrationTests
{
    /// <summary>Of three parts.</summary>
    private static string LongText { get; } = string.Concat(Enumerable.Repeat("words ", 5000));

    [Fact]
    public async Task A_message_to_a_channel_is_posted_with_what_it_is_known_by_later()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = PlayedSlack.Message();
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message, """{"channel_id":"C0001","thread_id":"1.2"}"""));
        var post = Assert.Single(slack.FarSide.Posts);
        Assert.Equal(("C0001", "1.2", "It is *there*."), ((string?)post["channel"], (string?)post["thread_ts"], (string?)post["text"]));
        Assert.Equal(("none", false, false), ((string?)post["parse"], (bool)post["unfurl_links"]!, (bool)post["unfurl_media"]!));
        Assert.True(JsonNode.DeepEquals(
            new JsonObject
            {
                ["event_type"] = "ssa_delivery",
                ["event_payload"] = new JsonObject { ["delivery_id"] = message.DeliveryId.ToString(), ["part"] = 0 },
            },
            post["metadata"]));
        Assert.Equal([SlackFarSide.Post], slack.FarSide.Calls);
    }

    [Theory]
    [InlineData("""{"slack_user_id":"U0001"}""", "conversations.open")]
    [InlineData("""{"user_email":"john.doe@example.com"}""", "users.lookupByEmail", "conversations.open")]
    public async Task A_person_is_written_to_in_private_and_asked_for_only_once(string config, params string[] calls)
    {
        await using var slack = await PlayedSlack.StartAsync();
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(PlayedSlack.Message(), config));
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(PlayedSlack.Message(), config));
        Assert.Equal([.. calls, SlackFarSide.Post, SlackFarSide.Post], slack.FarSide.Calls);
        Assert.All(slack.FarSide.Posts, post => Assert.Equal(SlackFarSide.DirectChannel, (string?)post["channel"]));
    }

    [Fact]
    public async Task A_person_Slack_does_not_know_is_refused_without_the_address()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var outcome = await slack.TryAsync(PlayedSlack.Message(), """{"user_email":"nobody@example.com"}""");
        Assert.Equal("Slack answered users_not_found", Assert.IsType<Outcome.Refused>(outcome).Reason);
    }

    [Fact]
    public async Task With_thread_replies_a_session_stays_in_the_thread_of_its_first_message_in_the_channel()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var first = PlayedSlack.Message(LongText);
        const string Config = """{"channel_id":"C0001","thread_replies":true}""";
        await slack.TryAsync(first, Config);
        await slack.TryAsync(PlayedSlack.Message() with { SessionId = first.SessionId }, Config);
        await slack.TryAsync(PlayedSlack.Message(), Config);
        var posts = slack.FarSide.Posts.ToList();
        var root = (string?)posts[0]["ts"];
        Assert.Equal([null, root, root, root, null], posts.Select(post => (string?)post["thread_ts"]));
    }

    [Fact]
    public async Task Without_thread_replies_nothing_goes_into_a_thread()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var first = PlayedSlack.Message(LongText);
        await slack.TryAsync(first);
        await slack.TryAsync(PlayedSlack.Message() with { SessionId = first.SessionId });
        Assert.All(slack.FarSide.Posts, post => Assert.Null(post["thread_ts"]));
    }

    [Fact]
    public async Task A_retry_goes_on_with_the_part_where_it_stopped()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = PlayedSlack.Message(LongText);
        slack.FarSide.With(SlackFarSide.Post, new SlackTrouble("internal_error"));
        Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
        slack.Posts.Turn = OnlyOnce();
        Assert.IsType<Outcome.NotYet>(await slack.TryAsync(message)); // posts the first part alone
        Assert.Equal([0], slack.FarSide.Parts);
        slack.Posts.Turn = () => new(true, TimeSpan.Zero);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Equal([0, 1, 2], slack.FarSide.Parts);
    }

    [Fact]
    public async Task A_channel_that_is_corrected_gets_the_whole_message()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = PlayedSlack.Message(LongText);
        slack.Posts.Turn = OnlyOnce();
        await slack.TryAsync(message);
        slack.Posts.Turn = () => new(true, TimeSpan.Zero);
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message, """{"slack_user_id":"U0001"}"""));
        var corrected = slack.FarSide.Posts.Where(post => (string?)post["channel"] == SlackFarSide.DirectChannel);
        Assert.Equal([0, 1, 2], corrected.Select(SlackFarSide.PartOf));
    }

    [Fact]
    public async Task Every_part_waits_for_the_channels_next_free_second()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var clock = new StoppedClock(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        slack.FarSide.OnePerSecondBy = clock;
        slack.Posts.Turn = () =>
        {
            clock.Now += TimeSpan.FromSeconds(1);
            return new(true, TimeSpan.Zero);
        };
        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(PlayedSlack.Message(LongText)));
        Assert.Equal([0, 1, 2], slack.FarSide.Parts);
    }

    [Fact]
    public async Task A_channel_whose_free_second_is_far_away_is_tried_then()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.Posts.Turn = () => new(false, TimeSpan.FromMinutes(5));
        var notYet = Assert.IsType<Outcome.NotYet>(await slack.TryAsync(PlayedSlack.Message()));
        Assert.True(notYet.NotBefore > TimeProvider.System.GetUtcNow());
        Assert.Empty(slack.FarSide.Calls);
    }

    [Fact]
    public async Task A_channel_that_is_posted_to_too_fast_says_when_and_the_retry_looks_nothing_up()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var clock = new StoppedClock(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        slack.FarSide.OnePerSecondBy = clock;
        var message = PlayedSlack.Message(LongText);
        for (var posted = 1; posted <= 2; posted++)
        {
            var again = Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(message));
            Assert.Equal(("Slack answered ratelimited", 429), (again.Reason, again.StatusCode));
            Assert.True(again.NotBefore > TimeProvider.System.GetUtcNow());
            Assert.Equal(posted, slack.FarSide.Posts.Count);
            Assert.Equal(posted, slack.Posts.Held.Count);
            clock.Now += TimeSpan.FromSeconds(1);
        }

        Assert.IsType<Outcome.Delivered>(await slack.TryAsync(message));
        Assert.Equal([0, 1, 2], slack.FarSide.Parts);
        Assert.All(slack.FarSide.Calls, call => Assert.Equal(SlackFarSide.Post, call));
    }

    private static Func<SlackTurn> OnlyOnce()
    {
        var turns = 0;
        return () => turns++ == 0 ? new(true, TimeSpan.Zero) : new(false, TimeSpan.FromMinutes(1));
    }
}
