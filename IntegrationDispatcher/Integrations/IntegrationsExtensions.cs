using IntegrationDispatcher.Integrations.Slack;
using IntegrationDispatcher.Integrations.Sms;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Integrations.Test;
using IntegrationDispatcher.Integrations.Webhook;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

internal static class IntegrationsExtensions
{
    /// <summary>The ways out.</summary>
    public static void AddIntegrations(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TestOptions>().BindConfiguration(TestOptions.Section).ValidateOnStart();
        services.AddSingleton<IIntegration, TestIntegration>();
        services.AddOptions<WebhooksOptions>().BindConfiguration(WebhooksOptions.Section).ValidateOnStart();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<IIntegration, WebhookIntegration>();
        services.AddSlack();
        services.AddSms();
        services.AddEmail();
        services.AddSingleton<Plugs>();
        services.AddSweeper<ProbeRunner>();
        services.AddHealthChecks().AddCheck<IntegrationsHealthCheck>(
            IntegrationsHealthCheck.Name, HealthStatus.Degraded, [EventBusExtensions.HealthTag], IntegrationsHealthCheck.Patience);
        services.AddSingleton<IAvailableIntegrations>(provider => provider.GetRequiredService<Plugs>());
    }
}
