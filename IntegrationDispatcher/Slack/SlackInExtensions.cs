using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

internal static class SlackInExtensions
{
    /// <summary>From what Slack sends to a request: stored, acknowledged, worked on, handed over.</summary>
    public static void AddSlackIn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SlackSignature>();
        services.AddSingleton<SlackInbox>();
        services.AddSingleton<SlackEventQueue>();
        services.AddSweeper<SlackInboxRunner>();
        services.AddHostedService<OldestSlackEvent>();
        services.AddSingleton<SlackPeople>();
        services.AddOneTryServiceClient(ServiceNames.RequestManager, SlackHandOver.ClientName);
        services.AddSingleton<SlackHandOver>();
        services.AddSingleton<SlackSessions>();
        services.AddSingleton<SlackFeedback>();
        services.AddSingleton<SlackReplies>();
        services.AddSingleton<SlackApologies>();
        services.AddKeyedSingleton<ISlackWorker, SlackMessageWorker>(SlackEventKind.Message);
        services.AddKeyedSingleton<ISlackWorker, SlackCommandWorker>(SlackEventKind.Command);
        services.AddKeyedSingleton<ISlackWorker, SlackInteractionWorker>(SlackEventKind.Interaction);
    }
}
