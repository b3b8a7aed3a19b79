using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Safety;

internal static class SafetyExtensions
{
    /// <summary>Adds the guards that stand before and behind the agents.</summary>
    public static void AddSafety(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<SafetyOptions, SafetyOptionsValidator>(SafetyOptions.Section);
        builder.Services.AddHttpClient(Moderator.Client) // tries once: the turn itself is tried again
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        builder.Services.AddSingleton<Moderator>();
        builder.Services.AddSingleton<Guard>();
        builder.Services.AddSingleton<GuardedAgents>();
    }
}
