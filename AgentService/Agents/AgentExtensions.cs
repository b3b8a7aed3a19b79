using AgentService.Knowledge;
using AgentService.Models;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Agents;

public static class AgentExtensions
{
    /// <summary>Adds the agents, the language model they use and the knowledge they answer from. Needs the database.</summary>
    public static void AddAgents(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddModel();
        builder.AddKnowledge();
        builder.Services.AddCheckedOptions<AgentOptions, AgentOptionsValidator>(AgentOptions.Section);
        builder.Services.AddSingleton(LoadDirectory);
        builder.Services.AddSingleton<AgentRunner>();
        builder.Services.AddHostedService<AgentCheck>();
    }

    private static AgentDirectory LoadDirectory(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AgentOptions>>().Value;
        var knowledge = services.GetRequiredService<KnowledgeLibrary>();
        var directory = Path.Combine(AppContext.BaseDirectory, options.Directory);
        return new(AgentDefinitions.Load(directory, knowledge.KnowledgeBases, options.MaxConcurrentTurns));
    }
}
