using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

internal static class RequestsExtensions
{
    public static void AddRequests(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<RequestOptions, RequestOptionsValidator>(RequestOptions.Section);
        builder.Services.AddSingleton<RequestPublisher>();
        builder.Services.AddSingleton<IdempotentRequests>();
        builder.Services.AddSingleton<IntakeLimits>();
        builder.Services.AddSingleton<RequestAnswers>();
        builder.Services.AddSingleton<ToolTargets>();
        builder.Services.AddSingleton<RequestIntake>();
        builder.Services.AddServiceClient(ServiceNames.AgentService, KnownAgents.ClientName);
        builder.Services.AddSweeper<KnownAgents>();
        builder.Services.AddSweeper<RequestSweeper>();
        builder.Services.AddSweeper<IdempotencySweeper>();
        builder.Services.AddHostedService<OldestUnanswered>();
    }

    /// <summary>A door for each way in, and where requests are looked up.</summary>
    public static void MapRequests(this IEndpointRouteBuilder app)
    {
        app.MapWebRequests();
        app.MapCliRequests();
        app.MapToolRequests();
        app.MapGenericRequests();
        app.MapSlackRequests();
        app.MapRequestLookup();
    }
}
