using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Integrations.Test;
using IntegrationDispatcher.Integrations.Webhook;
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
        services.AddEmail();
        services.AddSingleton<Plugs>();
        services.AddSingleton<IAvailableIntegrations>(provider => provider.GetRequiredService<Plugs>());
    }
}
