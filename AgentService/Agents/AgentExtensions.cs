using AgentService.Flows;
using AgentService.Knowledge;
using AgentService.Models;
using AgentService.Tools;
using AgentService.Turns;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Agents;

public static class AgentExtensions
{
    /// <summary>Adds the agents, the language model they use and the knowledge they answer from. Needs the database.</summary>
    public static void AddAgents(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddModels();
        builder.AddKnowledge();
        builder.Services.AddCheckedOptions<AgentOptions, AgentOptionsValidator>(AgentOptions.Section);
        builder.AddTools();
        builder.AddFlows();
        builder.Services.AddSingleton<AgentLoader>();
        builder.Services.AddSingleton(services => new AgentDirectory(services.GetRequiredService<AgentLoader>().Load()));
        builder.Services.AddSingleton<Router>();
        builder.Services.AddSingleton<AgentFunctions>();
        builder.Services.AddSingleton<ConversationHistory>();
        builder.Services.AddSingleton<AgentRunner>();
        builder.Services.AddHostedService<AgentCheck>();
        builder.Services.AddSweeper<AgentReloader>();
    }
}
