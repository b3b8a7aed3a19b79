using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Sms;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Tests;

public sealed class SmsContract : IntegrationContract
{
    private protected override Type WhenPerhapsSent => typeof(Outcome.Uncertain);

    private protected override async Task<Play> PlayAsync(Mood mood)
    {
        var farSide = await SmsFarSide.StartAsync(mood switch
        {
            Mood.CannotNow => new(503),
            Mood.SaysNo => new(400, Code: 21211),
            Mood.WantsUsSlower => new(429, RetryAfter: 3600),
            Mood.Hangs or Mood.HangsWithTheMessage => new(Hangs: true),
            _ => null,
        });
        var options = farSide.Options;
        if (mood == Mood.Away) options.BaseUrl = $"http://127.0.0.1:{DeadPort()}";
        options.Timeout = mood == Mood.HangsWithTheMessage ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(5);
        return new(farSide)
        {
            Integration = new SmsIntegration(Options.Create(options), TimeProvider.System),
            Config = new() { [SmsConfig.PhoneNumber] = SmsFarSide.Number },
            Addresses = ["127.0.0.1", SmsFarSide.Number],
            Taken = () => farSide.Messages.Count,
            Reached = farSide.Reached,
            NamesATime = true,
        };
    }
}
