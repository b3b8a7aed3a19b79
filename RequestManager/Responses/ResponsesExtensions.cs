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
        builder.Services.AddSingleton(services => new ResponseStore(services.GetRequiredService<NpgsqlDataSource>(), mode));
        builder.Services.AddEventReceiver<ResponseReady, ResponseReadyReceiver>(EventTypes.ResponseReady);
        builder.Services.AddSweeper<ResponsePoller>();
        if (mode == CommunicationMode.Eventing) return; // there one publish reaches dispatcher and waiting replica alike
        builder.Services.AddSweeper<ResponseForwarder>();
        builder.Services.AddDatabaseChannel(StoredByAnyReplica);
    }

    private static DatabaseChannel StoredByAnyReplica(IServiceProvider services)
    {
        var wakeUp = services.GetRequiredService<ResponsePoller>().WakeUp;
        return new(ResponseStore.NotifyChannel, _ => wakeUp.Set(), wakeUp.Set);
    }
}
