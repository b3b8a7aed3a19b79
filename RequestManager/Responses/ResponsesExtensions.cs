using Npgsql;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

internal static class ResponsesExtensions
{
    public static void AddResponses(this IHostApplicationBuilder builder)
    {
        var mode = builder.GetCommunicationMode();
        builder.Services.AddSingleton<ResponseWaiters>();
        builder.Services.AddSingleton(services => new ResponseStore(
            services.GetRequiredService<NpgsqlDataSource>(), mode, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ResponseDeltas>();
        builder.Services.AddSingleton<AnswerStream>();
        builder.Services.AddEventReceiver<ResponseReady, ResponseReadyReceiver>(EventTypes.ResponseReady);
        builder.Services.AddEventReceiver<ResponseDelta, ResponseDeltaReceiver>(EventTypes.ResponseDelta);
        builder.Services.AddSweeper<ResponsePoller>();
        if (mode == CommunicationMode.Eventing) return; // there one publish reaches dispatcher and waiting replica alike
        builder.Services.AddSweeper<ResponseForwarder>();
        builder.Services.AddDatabaseWakeUp<ResponsePoller>(ResponseStore.NotifyChannel);
        builder.Services.AddSingleton<DeltaRelay>();
        builder.Services.AddDatabaseChannel(services => services.GetRequiredService<DeltaRelay>().Channel);
    }
}
