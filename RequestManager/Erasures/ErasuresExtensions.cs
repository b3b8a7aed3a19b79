using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Erasures;

internal static class ErasuresExtensions
{
    // What was erased by then is; the rest is asked for again.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static void AddErasures(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        foreach (var service in (string[])[ServiceNames.AgentService, ServiceNames.IntegrationDispatcher])
            services.AddOneTryServiceClient(service, OtherErasure.ClientOf(service)).ConfigureHttpClient(http => http.Timeout = _patience);
        services.AddSingleton<ErasureBook>();
        services.AddSingleton<OwnErasure>();
        services.AddSingleton<OtherErasure>();
        services.AddSweeper<ErasureSweeper>();
    }
}
