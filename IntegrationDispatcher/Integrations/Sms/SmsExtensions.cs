using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Sms;

internal static class SmsExtensions
{
    public static void AddSms(this IServiceCollection services)
    {
        services.AddCheckedOptions<SmsOptions, SmsOptionsValidator>(SmsOptions.Section);
        services.AddSingleton<IIntegration, SmsIntegration>();
    }
}
