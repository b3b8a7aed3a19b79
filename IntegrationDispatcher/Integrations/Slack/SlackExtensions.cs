using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

internal static class SlackExtensions
{
    public static void AddSlack(this IServiceCollection services)
    {
        services.AddCheckedOptions<SlackOptions, SlackOptionsValidator>(SlackOptions.Section);
        services.AddCheckedOptions<SlackAppOptions, SlackAppOptionsValidator>(SlackAppOptions.Section);
        services.AddSingleton<SlackClient>();
        services.AddSingleton<SlackPlaces>();
        services.AddSingleton<SlackSearch>();
        services.AddSingleton<ISlackPosts, SlackPosts>();
        services.AddSingleton<SlackPoster>();
        services.AddSingleton<SlackResponseUrls>();
        services.AddSingleton<SlackResponder>();
        services.AddSingleton<IIntegration, SlackIntegration>();
    }
}
