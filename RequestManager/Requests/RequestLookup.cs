using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RequestManager.Callers;
using RequestManager.Reference;
using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Requests;

/// <summary><c>GET /api/v1/requests/{id}</c>: what became of a request.</summary>
internal static class RequestLookup
{
    public static void MapRequestLookup(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/requests/{id}", GetAsync).RequireAuthorization(CallersExtensions.Readers).Describes(RequestOperations.Lookup);

    private static async Task<IResult> GetAsync(string id, ClaimsPrincipal principal, RequestDb db, CancellationToken cancellationToken)
    {
        var row = Guid.TryParse(id, out var requestId)
            ? await db.Requests.AsNoTracking().SingleOrDefaultAsync(request => request.RequestId == requestId, cancellationToken)
            : null;
        // Someone else's request answers like one that does not exist, so that ids tell nothing.
        if (row is null || !RequestOwner.MayRead(principal.ToCaller(), row.UserId, row.SentBy)) return Problems.RequestNotFound.Result();
        return TypedResults.Ok(AnswerBody.Of(row));
    }
}
