using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>
/// A program that plays Slack, for whoever has no workspace to try things in. Run mode only, and not where the dispatcher is given a token
/// for the real one.
/// </summary>
internal static class SlackFarSide
{
    private const string EnabledKey = "SlackFarSide:Enabled", RealTokenKey = "Services:IntegrationDispatcher:Slack:BotToken";
    private const string BotToken = "xoxb-development", Endpoint = "http";

    public static void PlaySlackFor(this IDistributedApplicationBuilder builder, Service integrationDispatcher)
    {
        var isReal = !string.IsNullOrEmpty(builder.Configuration[RealTokenKey]);
        if (!builder.ExecutionContext.IsRunMode || isReal || !builder.Flag(EnabledKey, whenAbsent: true))
            return;

        var slack = builder.AddProject<Projects.SlackFarSide>("slack-far-side")
            .WithAnnotation(new ConfigurationName(nameof(SlackFarSide)))
            .OnPort(8090)
            .WithEnvironment("Slack__SigningSecret", DevelopmentKeys.SlackSigningSecret)
            .WithEnvironment("Slack__BotToken", BotToken)
            .WithEnvironment("Slack__AppUrl", integrationDispatcher.GetEndpoint(Endpoint));

        // Neither waits for the other: a Slack that is away is a thing the dispatcher must bear.
        integrationDispatcher
            .WithEnvironment("Slack__SigningSecret", DevelopmentKeys.SlackSigningSecret)
            .WithEnvironment("Slack__BotToken", BotToken)
            .WithEnvironment("Slack__ApiBaseUrl", ReferenceExpression.Create($"{slack.GetEndpoint(Endpoint)}/api/"));
    }
}
