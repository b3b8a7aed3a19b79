using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>
/// Opens what the integration guide's examples need on a developer's machine: calls without credentials, well-known keys, webhooks to
/// loopback, the TEST integration. Run mode only: whoever can read this file knows the keys, so in a published graph each line
/// would be an open door. There, access is configured by whoever deploys.
/// </summary>
internal static class DevelopmentAccess
{
    public static void OpenForDevelopment(
        this IDistributedApplicationBuilder builder, Service requestManager, Service integrationDispatcher)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;

        requestManager
            .WithEnvironment("Authentication__DangerousAllowAnonymousGeneric", "true")
            .WithEnvironment("Authentication__DangerousAllowAnonymousManagement", "true")
            .WithDevelopmentKeys()
            .WithSampleRequestCommand()
            .WithReplayDeadLettersCommand();

        integrationDispatcher
            .WithEnvironment("Authentication__DangerousAllowAnonymousManagement", "true")
            .WithEnvironment("Webhooks__DangerousAllowLoopback", "true")
            .WithEnvironment("Integrations__Test__Enabled", "true");
    }
}
