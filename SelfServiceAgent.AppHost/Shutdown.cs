namespace SelfServiceAgent.AppHost;

/// <summary>How the graph ends.</summary>
internal static class Shutdown
{
    /// <summary>
    /// Waits at the end until the orchestrator has stopped every process. Without it the AppHost is gone first, and whoever starts it
    /// again at once finds ports and data directory still taken.
    /// </summary>
    public static void StopEveryProcessBeforeLeaving(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] ??= "true";
}
