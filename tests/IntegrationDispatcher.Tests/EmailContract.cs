using IntegrationDispatcher.Integrations;

namespace IntegrationDispatcher.Tests;

public sealed class EmailContract : IntegrationContract
{
    // A repetition has the same Message-ID.
    private protected override Type WhenPerhapsSent => typeof(Outcome.TryAgain);

    private protected override async Task<Play> PlayAsync(Mood mood)
    {
        var farSide = await SmtpFarSide.StartAsync();
        farSide.AtRcpt = mood switch
        {
            Mood.CannotNow => Script.Says(450, $"{Mailing.To} cannot get mail now"),
            Mood.WantsUsSlower => Script.Says(421, "too many mails from 127.0.0.1"),
            Mood.SaysNo => Script.Says(550, $"{Mailing.To} is unknown"),
            Mood.Hangs => Script.HangsThere,
            _ => Script.Takes,
        };
        if (mood == Mood.HangsWithTheMessage) farSide.AtData = Script.HangsThere;
        var mailing = new Mailing(
            mood == Mood.Away ? DeadPort() : farSide.Port,
            smtp => smtp.Timeout = TimeSpan.FromSeconds(mood == Mood.HangsWithTheMessage ? 1 : 300));
        return new(mailing, farSide)
        {
            Integration = mailing.Integration,
            Config = Mailing.Config(),
            Addresses = ["127.0.0.1", Mailing.To],
            Taken = () => farSide.Received.Count,
            Reached = farSide.Reached,
        };
    }
}
