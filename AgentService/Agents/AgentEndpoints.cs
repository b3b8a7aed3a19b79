using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Agents;

/// <summary><c>GET /api/v1/agents</c>: who can be asked for by name. For our own services, which show the service key.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder app) => app.MapGet(AgentSummary.Path, List).ExcludeFromDescription();

    private static IResult List(HttpRequest request, ServiceKey serviceKey, AgentDirectory agents) =>
        serviceKey.IsOn(request)
            ? TypedResults.Ok(agents.All.OrderBy(agent => agent.Name, StringComparer.Ordinal).Select(agent => new AgentSummary(agent.Name, agent.Description)))
            : CommonProblems.Unauthenticated.Result("The service key is required.");
}
