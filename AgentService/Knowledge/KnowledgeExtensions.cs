using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Knowledge;

internal static class KnowledgeExtensions
{
    public static void AddKnowledge(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<KnowledgeOptions, KnowledgeOptionsValidator>(KnowledgeOptions.Section);
        builder.Services.AddSingleton(services => KnowledgeLibrary.Load(services.GetRequiredService<IOptions<KnowledgeOptions>>()));
        builder.Services.AddSingleton<KnowledgeSearch>();
        builder.Services.AddSingleton<KnowledgeIndexer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KnowledgeIndexer>());
        builder.Services.AddSweeper<KnowledgeRefresher>();
    }
}
