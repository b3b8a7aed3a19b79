using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus.Direct;

/// <summary>
/// Who posts what to whom where there is no broker. A response takes two steps, because RequestManager must have stored it before it is
/// delivered: agent-service → request-manager → integration-dispatcher.
/// </summary>
internal static class DirectRoutes
{
    /// <summary>Null: nobody need hear it.</summary>
    public static string? TargetOf(string service, string type) => (service, type) switch
    {
        (ServiceNames.RequestManager, EventTypes.RequestCreated) => ServiceNames.AgentService,
        (ServiceNames.AgentService, EventTypes.ResponseReady or EventTypes.ResponseDelta) => ServiceNames.RequestManager,
        (ServiceNames.RequestManager, EventTypes.ResponseReady) => ServiceNames.IntegrationDispatcher,
        _ => null,
    };
}
