using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Tickets;

internal static class TicketsExtensions
{
    /// <summary>The ticket tools, over the store the configuration names.</summary>
    public static void AddTickets(this IServiceCollection services)
    {
        services.AddCheckedOptions<TicketsOptions, TicketsOptionsValidator>(TicketsOptions.Section);
        services.AddSingleton<ServiceNowClient>();
        services.AddSingleton<BuiltInTickets>();
        services.AddSingleton<ServiceNowTickets>();
        services.AddSingleton<ITickets>(provider => provider.GetRequiredService<IOptions<TicketsOptions>>().Value.Provider == TicketsOptions.ServiceNowProvider
            ? provider.GetRequiredService<ServiceNowTickets>() : provider.GetRequiredService<BuiltInTickets>());
        services.AddSingleton<ITool, OpenTicketTool>();
        services.AddSingleton<ITool, FindTicketTool>();
    }
}
