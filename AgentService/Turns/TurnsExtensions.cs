using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

internal static class TurnsExtensions
{
    public static void AddTurns(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<TurnOptions, TurnOptionsValidator>(TurnOptions.Section);
        services.AddServiceClient(ServiceNames.RequestManager);
        services.AddOneTryServiceClient(ServiceNames.RequestManager, TransientEvents.ClientOf(ServiceNames.RequestManager));
        services.AddSingleton<Mailboxes>();
        services.AddSingleton<TurnInbox>();
        services.AddSingleton<AgentSlots>();
        services.AddSingleton<DeltaPublisher>();
        services.AddSingleton<SystemAgent>();
        services.AddSingleton<TurnRunner>();
        services.AddSweeper<ResponsePublisher>(); // sweepers stop in reverse order: the last turns still get published and noted
        services.AddSweeper<ResponseSweeper>();
        services.AddHostedService<OldestReady>();
        services.AddSweeper<TurnLeases>();
        services.AddSweeper<TurnScheduler>();
        services.AddEventReceiver<RequestCreated, TurnIntake>(EventTypes.RequestCreated);
    }
}
