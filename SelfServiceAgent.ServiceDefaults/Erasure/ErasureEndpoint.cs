using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults.Erasure;

public static class ErasureEndpoint
{
    /// <summary>Where RequestManager asks for an erasure; it shows the service key.</summary>
    public static void MapErasure(this IEndpointRouteBuilder app) =>
        app.MapPost(ErasePerson.Path, EraseAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> EraseAsync(HttpRequest request, ServiceKey serviceKey, IErasure erasure, CancellationToken cancellationToken)
    {
        if (!serviceKey.IsOn(request)) return CommonProblems.Unauthenticated.Result("The service key is required.");
        var asked = await request.ReadFromJsonAsync<ErasePerson>(cancellationToken);
        return asked is { UserId: not null, SessionIds: not null, AnsweredIds: not null }
            ? TypedResults.Ok(await erasure.EraseAsync(asked, cancellationToken))
            : CommonProblems.ValidationFailed.Result();
    }
}
