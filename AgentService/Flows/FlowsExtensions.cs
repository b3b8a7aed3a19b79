namespace AgentService.Flows;

internal static class FlowsExtensions
{
    /// <summary>The business processes that agents lead people through, and the rules they follow.</summary>
    public static void AddFlows(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IRule, LaptopAgeRule>();
        builder.Services.AddSingleton<FlowReader>();
        builder.Services.AddSingleton<FlowRunner>();
    }
}
