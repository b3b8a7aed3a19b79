using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public sealed class SlackIntegrationTests
{
    private const string Post = "chat.postMessage";
    private const string History = "conversations.history";
    private const string Replies = "conversations.replies";

    private static readonly SlackTrouble _breaksOffWithIt = new(Takes: true, BreaksOff: true);
    private static readonly SlackTrouble _breaksOffWithoutIt = new(BreaksOff: true);

    /// <summary>Of three parts.</summary>
    private static string LongText { get; } = string.Concat(Enumerable.Repeat("words ", 5000));

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_to_a_channel_is_posted_with_what_it_is_known_by_later()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Message();
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message, """{"channel_id":"C0001","thread_id":"1.2"}"""));
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
        Assert.Equal([Post], slack.FarSide.Calls);
    }

    [Theory]
    [InlineData("""{"slack_user_id":"U0001"}""", "conversations.open")]
    [InlineData("""{"user_email":"john.doe@example.com"}""", "users.lookupByEmail", "conversations.open")]
    public async Task A_person_is_written_to_in_private_and_asked_for_only_once(string config, params string[] calls)
    {
        await using var slack = await PlayedSlack.StartAsync();
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, Message(), config));
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, Message(), config));
        Assert.Equal([.. calls, Post, Post], slack.FarSide.Calls);
        Assert.All(slack.FarSide.Posts, post => Assert.Equal(SlackFarSide.DirectChannel, (string?)post["channel"]));
    }

    [Fact]
    public async Task A_person_Slack_does_not_know_is_refused_without_the_address()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var refused = Assert.IsType<Outcome.Refused>(await TryAsync(slack, Message(), """{"user_email":"nobody@example.com"}"""));
        Assert.Equal("Slack answered users_not_found", refused.Reason);
    }

    [Fact]
    public async Task With_thread_replies_a_session_stays_in_the_thread_of_its_first_message_in_the_channel()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var first = Message(LongText);
        const string Config = """{"channel_id":"C0001","thread_replies":true}""";
        await TryAsync(slack, first, Config);
        await TryAsync(slack, Message() with { SessionId = first.SessionId }, Config);
        await TryAsync(slack, Message(), Config);
        var posts = slack.FarSide.Posts.ToList();
        var root = (string?)posts[0]["ts"];
        Assert.Equal([null, root, root, root, null], posts.Select(post => (string?)post["thread_ts"]));
    }

    [Fact]
    public async Task Without_thread_replies_nothing_goes_into_a_thread()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var first = Message(LongText);
        await TryAsync(slack, first);
        await TryAsync(slack, Message() with { SessionId = first.SessionId });
        Assert.All(slack.FarSide.Posts, post => Assert.Null(post["thread_ts"]));
    }

    [Fact]
    public async Task A_retry_goes_on_with_the_part_where_it_stopped()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Message(LongText);
        slack.FarSide.With(Post, new SlackTrouble("internal_error"));
        Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message));
        slack.Posts.Turn = OnlyOnce();
        Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message)); // posts the first part alone
        Assert.Equal([0], PartsOf(slack));
        slack.Posts.Turn = () => new(true, TimeSpan.Zero);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Equal([0, 1, 2], PartsOf(slack));
    }

    [Fact]
    public async Task A_channel_that_is_corrected_gets_the_whole_message()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var message = Message(LongText);
        slack.Posts.Turn = OnlyOnce();
        await TryAsync(slack, message);
        slack.Posts.Turn = () => new(true, TimeSpan.Zero);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message, """{"slack_user_id":"U0001"}"""));
        Assert.Equal([0, 1, 2], slack.FarSide.Posts.Where(post => (string?)post["channel"] == SlackFarSide.DirectChannel).Select(PartOf));
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
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, Message(LongText)));
        Assert.Equal([0, 1, 2], PartsOf(slack));
    }

    [Fact]
    public async Task A_channel_whose_free_second_is_far_away_is_tried_then()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.Posts.Turn = () => new(false, TimeSpan.FromMinutes(5));
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, Message()));
        Assert.True(again.NotBefore > TimeProvider.System.GetUtcNow());
        Assert.Empty(slack.FarSide.Calls);
    }

    [Fact]
    public async Task A_channel_that_is_posted_to_too_fast_says_when_and_the_retry_looks_nothing_up()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var clock = new StoppedClock(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        slack.FarSide.OnePerSecondBy = clock;
        var message = Message(LongText);
        for (var posted = 1; posted <= 2; posted++)
        {
            var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message));
            Assert.Equal(("Slack answered ratelimited", 429), (again.Reason, again.StatusCode));
            Assert.True(again.NotBefore > TimeProvider.System.GetUtcNow());
            Assert.Equal(posted, slack.FarSide.Posts.Count);
            clock.Now += TimeSpan.FromSeconds(1);
        }

        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Equal([0, 1, 2], PartsOf(slack));
        Assert.All(slack.FarSide.Calls, call => Assert.Equal(Post, call));
    }

    [Theory]
    [InlineData("""{"channel_id":"C0001"}""", History, false)]
    [InlineData("""{"channel_id":"C0001"}""", History, true)]
    [InlineData("""{"channel_id":"C0001","thread_id":"1.2"}""", Replies, false)]
    public async Task A_message_that_is_found_after_the_connection_broke_off_counts_as_posted(string config, string lookUp, bool hasLongHistory)
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.HasLongHistory = hasLongHistory;
        slack.FarSide.With(Post, _breaksOffWithIt);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, Message(), config));
        Assert.Single(slack.FarSide.Posts);
        Assert.Equal([Post, .. Enumerable.Repeat(lookUp, hasLongHistory ? 2 : 1)], slack.FarSide.Calls);
    }

    [Fact]
    public async Task A_message_that_is_certainly_not_there_is_looked_for_once_more_and_posted()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(Post, _breaksOffWithoutIt);
        var message = Message();
        Assert.Equal("the connection to Slack broke off; the message is not there", Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message)).Reason);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Equal([Post, History, History, Post], slack.FarSide.Calls);
        Assert.Single(slack.FarSide.Posts);
    }

    [Fact]
    public async Task A_message_that_appears_late_is_found_by_the_retry()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(Post, _breaksOffWithIt).With(History, new SlackTrouble(Status: 503));
        var message = Message();
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message));
        Assert.Equal("the connection to Slack broke off; whether the message was posted is looked up before the next attempt", again.Reason);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Equal([Post, History, History], slack.FarSide.Calls);
    }

    [Fact]
    public async Task While_Slack_cannot_tell_whether_a_message_was_posted_it_is_not_posted_again()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(Post, _breaksOffWithIt).With(History, new SlackTrouble(Status: 503), new SlackTrouble("ratelimited", 429));
        var message = Message();
        await TryAsync(slack, message);
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message));
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
        slack.FarSide.With(Post, _breaksOffWithIt).With(History, new(code), new(code));
        var message = Message();
        var again = Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, message));
        Assert.Equal("the connection to Slack broke off; the message may have been posted, and a repetition may appear twice", again.Reason);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Equal(2, slack.FarSide.Posts.Count);
    }

    [Fact]
    public async Task A_message_cut_off_while_it_was_posted_is_not_posted_twice()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(Post, new SlackTrouble(Takes: true, Hangs: true));
        var message = Message();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var attempt = slack.Integration.TryAsync(message, Config(), cut.Token);
        while (slack.FarSide.Posts.IsEmpty) await Task.Delay(10, Ending);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        Assert.IsType<Outcome.Delivered>(await TryAsync(slack, message));
        Assert.Single(slack.FarSide.Posts);
    }

    [Theory]
    [InlineData("channel_not_found", 200, typeof(Outcome.Refused), "Slack answered channel_not_found")]
    [InlineData("invalid_blocks", 200, typeof(Outcome.Refused), "Slack answered invalid_blocks")]
    [InlineData("invalid_auth", 200, typeof(Outcome.Refused), "Slack refuses our token")]
    [InlineData("not_authed", 200, typeof(Outcome.Refused), "Slack refuses our token")]
    [InlineData("account_inactive", 200, typeof(Outcome.Refused), "Slack refuses our token")]
    [InlineData("token_revoked", 200, typeof(Outcome.Refused), "Slack refuses our token")]
    [InlineData("<@U0001> says hello", 200, typeof(Outcome.TryAgain), "Slack answered without_a_code; the message is not there")]
    [InlineData(null, 404, typeof(Outcome.Refused), "Slack answered 404")]
    [InlineData(null, 200, typeof(Outcome.TryAgain), "Slack answered without_a_code; the message is not there")]
    [InlineData(null, 502, typeof(Outcome.TryAgain), "Slack answered 502; the message is not there")]
    [InlineData("ratelimited", 429, typeof(Outcome.TryAgain), "Slack answered ratelimited")]
    [InlineData("rate_limited", 200, typeof(Outcome.TryAgain), "Slack answered rate_limited")]
    [InlineData("internal_error", 200, typeof(Outcome.TryAgain), "Slack answered internal_error; the message is not there")]
    [InlineData("fatal_error", 200, typeof(Outcome.TryAgain), "Slack answered fatal_error; the message is not there")]
    [InlineData("service_unavailable", 200, typeof(Outcome.TryAgain), "Slack answered service_unavailable")]
    [InlineData("request_timeout", 200, typeof(Outcome.TryAgain), "Slack answered request_timeout")]
    [InlineData("team_added_to_org", 200, typeof(Outcome.TryAgain), "Slack answered team_added_to_org")]
    public async Task The_answer_says_what_to_do_next(string? code, int status, Type outcome, string reason)
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.FarSide.With(Post, new SlackTrouble(code, status));
        var end = await TryAsync(slack, Message());
        Assert.IsType(outcome, end);
        Assert.Equal((reason, status), (end is Outcome.Refused refused ? refused.Reason : ((Outcome.TryAgain)end).Reason, end.StatusCode));
        Assert.Single(slack.FarSide.Calls, call => call == Post); // nothing was repeated
    }

    [Theory]
    [InlineData(null, nameof(ProbeVerdict.Healthy))]
    [InlineData("invalid_auth", nameof(ProbeVerdict.Refused))]
    [InlineData("account_inactive", nameof(ProbeVerdict.Refused))]
    [InlineData("token_revoked", nameof(ProbeVerdict.Refused))]
    [InlineData("token_expired", nameof(ProbeVerdict.Refused))]
    [InlineData("not_authed", nameof(ProbeVerdict.Refused))]
    [InlineData("internal_error", nameof(ProbeVerdict.Unreachable))]
    [InlineData("ratelimited", nameof(ProbeVerdict.Unreachable))]
    public async Task A_probe_says_whether_Slack_takes_our_token(string? code, string verdict)
    {
        await using var slack = await PlayedSlack.StartAsync();
        if (code is not null) slack.FarSide.With("auth.test", new SlackTrouble(code, 200));
        Assert.Equal(verdict, (await slack.Integration.ProbeAsync(Ending)).Verdict.ToString());
    }

    [Fact]
    public async Task A_wrong_token_is_refused_without_being_repeated()
    {
        await using var farSide = await SlackFarSide.StartAsync();
        await using var slack = new PlayedSlack(farSide, new() { BotToken = "xoxb-wrong", ApiBaseUrl = farSide.ApiBaseUrl });
        Assert.Equal("Slack refuses our token", Assert.IsType<Outcome.Refused>(await TryAsync(slack, Message())).Reason);
        Assert.Equal(Probe.Refused("Slack refuses our token: invalid_auth"), await slack.Integration.ProbeAsync(Ending));
    }

    [Fact]
    public async Task Without_the_database_nothing_is_posted_and_it_is_tried_again()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.Posts.IsAway = true;
        Assert.Equal("the database was away", Assert.IsType<Outcome.TryAgain>(await TryAsync(slack, Message())).Reason);
        Assert.Empty(slack.FarSide.Posts);
    }

    [Fact]
    public async Task A_persons_profile_can_be_asked_for()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var user = (await slack.Client.UserInfoAsync(SlackFarSide.UserId, Ending)).Value!.User;
        Assert.Equal((SlackFarSide.UserEmail, false), (user.Profile?.Email, user.IsBot));
        Assert.Equal(("user_not_found", false), (await slack.Client.UserInfoAsync("U9999", Ending)).Problem is { } problem ? (problem.Code, problem.Passes) : default);
    }

    [Fact]
    public void A_config_that_names_nobody_is_objected_to() =>
        Assert.Equal("no Slack channel or person is known", new SlackIntegration(null!, null!, null!, null!, null!).Objection([]));

    private static Message Message(string content = "It is **there**.") => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "john.doe", "laptop-refresh", null, content, IntegrationType.Web, null, null,
        new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private static JsonObject Config(string config = """{"channel_id":"C0001"}""") => JsonNode.Parse(config)!.AsObject();

    private static Task<Outcome> TryAsync(PlayedSlack slack, Message message, string config = """{"channel_id":"C0001"}""") =>
        slack.Integration.TryAsync(message, Config(config), Ending);

    private static Func<SlackTurn> OnlyOnce()
    {
        var turns = 0;
        return () => turns++ == 0 ? new(true, TimeSpan.Zero) : new(false, TimeSpan.FromMinutes(1));
    }

    private static IEnumerable<int> PartsOf(PlayedSlack slack) => slack.FarSide.Posts.Select(PartOf);

    private static int PartOf(JsonObject post) => (int)post["metadata"]!["event_payload"]!["part"]!;
}
