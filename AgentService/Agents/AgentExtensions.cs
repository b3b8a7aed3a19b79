namespace AgentService.Agents;

public static class AgentExtensions
{
    /// <summary>Adds the agents, the language model they use and the knowledge they answer from. Needs the database.</summary>
    public static void AddAgents(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<AgentRunner>();
    }
}
