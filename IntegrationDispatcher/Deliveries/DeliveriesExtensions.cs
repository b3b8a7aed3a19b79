using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

internal static class DeliveriesExtensions
{
    /// <summary>From an agent's answer to the far side: planned, queued, tried, written down.</summary>
    public static void AddDeliveries(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<DeliveriesOptions, DeliveriesOptionsValidator>(DeliveriesOptions.Section);
        services.AddHttpClient(); // the direct transport posts with it
        services.AddSingleton<PlanWriter>();
        services.AddEventReceiver<ResponseReady, ResponseReadyReceiver>(EventTypes.ResponseReady);
        services.AddScoped<DeliveryReader>();
        services.AddSingleton<DeliveryRestarts>();
        services.AddSingleton<TestMessageLimit>();
        services.AddSingleton<WakeUp>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<Circuits>();
        services.AddSingleton<DeliveryAttempter>();
        services.AddSingleton<DeliveryBooks>();
        services.AddSingleton<DeliveryWork>();
        services.AddSingleton<CompletionAnnouncer>();
        services.AddHostedService(provider => provider.GetRequiredService<CompletionAnnouncer>());
        services.AddHostedService<DeliveryRunner>();
        services.AddHostedService<OldestDue>();
    }
}
