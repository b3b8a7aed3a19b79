using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Tests;

public sealed class SlackContract : IntegrationContract
{
    // It is looked for, and found.
    private protected override Type WhenPerhapsSent => typeof(Outcome.Delivered);

    private protected override async Task<Play> PlayAsync(Mood mood)
    {
        var farSide = (await SlackFarSide.StartAsync()).With(SlackFarSide.Post, TroubleOf(mood));
        var app = PlayedSlack.Reaching(farSide);
        if (mood == Mood.Away) app.ApiBaseUrl = $"http://127.0.0.1:{DeadPort()}/api/";
        app.Timeout = mood == Mood.HangsWithTheMessage ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(5);
        var slack = new PlayedSlack(farSide, app);
        return new(slack)
        {
            Integration = slack.Integration,
            Config = new() { [SlackConfig.ChannelId] = SlackFarSide.Channel },
            Addresses = ["127.0.0.1", SlackFarSide.Channel],
            Taken = () => farSide.Posts.Count,
            Reached = farSide.Reached.Task,
            NamesATime = true,
        };
    }

    private static SlackTrouble[] TroubleOf(Mood mood) => mood switch
    {
        Mood.CannotNow => [new(Status: 503)],
        Mood.SaysNo => [new("is_archived")],
        Mood.WantsUsSlower => [new("ratelimited", 429)],
        Mood.Hangs => [new(Hangs: true)],
        Mood.HangsWithTheMessage => [new(Takes: true, Hangs: true)],
        _ => [],
    };
}
