using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.FrontDoor;

internal static class FrontDoorExtensions
{
    public static void AddFrontDoor(this IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceClient(ServiceNames.AgentService);
        builder.Services.AddServiceClient(ServiceNames.IntegrationDispatcher);
        builder.Services.AddServiceClient(ServiceNames.IntegrationDispatcher, DispatcherIntegrations.ClientName);
        builder.Services.AddSingleton<IAvailableIntegrations, DispatcherIntegrations>();
        builder.Services.AddServiceClient(ServiceNames.IntegrationDispatcher, DispatcherReference.ClientName);
        builder.Services.AddSingleton<DispatcherReference>();
        builder.AddManagementForwarding();
    }
}
