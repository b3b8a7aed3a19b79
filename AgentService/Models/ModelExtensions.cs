using AgentService.Agents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Models;

internal static class ModelExtensions
{
    public static void AddModel(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<ModelOptions, ModelOptionsValidator>(ModelOptions.Section);
        builder.Services.AddChatClient(Create).UseOpenTelemetry(sourceName: AgentTelemetry.Name);
    }

    private static IChatClient Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        return options.Provider == EchoChatClient.Provider
            ? new EchoChatClient(options.EchoDelay, services.GetRequiredService<TimeProvider>())
            : new EmbeddedChatClient();
    }
}
