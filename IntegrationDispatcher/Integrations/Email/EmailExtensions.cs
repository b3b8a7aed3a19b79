using IntegrationDispatcher.Preferences;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Email;

internal static class EmailExtensions
{
    /// <summary>EMAIL, and the way out of it.</summary>
    public static void AddEmail(this IServiceCollection services)
    {
        services.AddCheckedOptions<SmtpOptions, SmtpOptionsValidator>(SmtpOptions.Section);
        services.AddCheckedOptions<PublicOptions, PublicOptionsValidator>(PublicOptions.Section);
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<SmtpPool>();
        services.AddSingleton<IIntegration, EmailIntegration>();
        services.AddScoped(provider =>
            EmailOptOuts.Into(provider.GetRequiredService<UserOverrides>(), provider.GetRequiredService<IntegrationDefaults>()));
    }
}
