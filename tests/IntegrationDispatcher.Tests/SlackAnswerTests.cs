using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Tests;

public sealed class SlackAnswerTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

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
        slack.FarSide.With(SlackFarSide.Post, new SlackTrouble(code, status));
        var end = await slack.TryAsync(PlayedSlack.Message());
        Assert.IsType(outcome, end);
        Assert.Equal((reason, status), (end is Outcome.Refused refused ? refused.Reason : ((Outcome.TryAgain)end).Reason, end.StatusCode));
        Assert.Single(slack.FarSide.Calls, call => call == SlackFarSide.Post); // nothing was repeated
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
        Assert.Equal("Slack refuses our token", Assert.IsType<Outcome.Refused>(await slack.TryAsync(PlayedSlack.Message())).Reason);
        Assert.Equal(Probe.Refused("Slack refuses our token: invalid_auth"), await slack.Integration.ProbeAsync(Ending));
    }

    [Fact]
    public async Task Without_the_database_nothing_is_posted_and_it_is_tried_again()
    {
        await using var slack = await PlayedSlack.StartAsync();
        slack.Posts.IsAway = true;
        Assert.Equal("the database was away", Assert.IsType<Outcome.TryAgain>(await slack.TryAsync(PlayedSlack.Message())).Reason);
        Assert.Empty(slack.FarSide.Posts);
    }

    [Fact]
    public async Task A_persons_profile_can_be_asked_for()
    {
        await using var slack = await PlayedSlack.StartAsync();
        var user = (await slack.Client.UserInfoAsync(SlackFarSide.UserId, Ending)).Value!.User;
        Assert.Equal((SlackFarSide.UserEmail, false), (user.Profile?.Email, user.IsBot));
        var problem = (await slack.Client.UserInfoAsync("U9999", Ending)).Problem!;
        Assert.Equal(("user_not_found", false), (problem.Code, problem.Passes));
    }

    [Fact]
    public void A_config_that_names_nobody_is_objected_to() =>
        Assert.Equal("no Slack channel or person is known", new SlackIntegration(null!, null!, null!, null!, null!, null!).Objection([]));
}
