using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RequestManager.Callers;
using RequestManager.Reference;
using RequestManager.Requests;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Erasures;

/// <summary>A person, or an administrator for them, has everything erased that we have of them, and asks how far that is.</summary>
internal static partial class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup($"/api/v1/users/{{{UserId.RouteKey}}}").RequireAuthorization(CallersExtensions.Managers);
        users.MapDelete("/data", EraseAsync).Describes(ErasureOperations.Erase);
        users.MapGet("/erasures/{erasure_id}", ReadAsync).Describes(ErasureOperations.Read);
    }

    private static async Task<IResult> EraseAsync(
        UserId user, ClaimsPrincipal principal, HttpContext http, ErasureBook book, ErasureSweeper sweeper, RequestDb db,
        ILogger<ErasureBook> logger, CancellationToken cancellationToken)
    {
        if (Refuse(user, principal) is { } refused) return refused;
        var id = await book.OpenAsync(user.Value, cancellationToken);
        sweeper.WakeUp.Set();
        var (caller, isOwn) = (RequestOwner.KindOf(RequestOwner.MarkOf(principal.ToCaller())), principal.ToCaller()?.Owns(user.Value) == true);
        LogAccepted(logger, id, caller, isOwn);
        http.Response.Headers.Location = $"/api/v1/users/{Uri.EscapeDataString(user.Value)}/erasures/{id}";
        var row = await db.Erasures.AsNoTracking().SingleAsync(erasure => erasure.ErasureId == id, cancellationToken);
        return TypedResults.Json(ErasureBody.Of(row), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ReadAsync(
        UserId user, string erasure_id, ClaimsPrincipal principal, RequestDb db, CancellationToken cancellationToken)
    {
        if (Refuse(user, principal) is { } refused) return refused;
        var rows = db.Erasures.AsNoTracking().Where(erasure => erasure.UserId == user.Value);
        var row = Guid.TryParse(erasure_id, out var id) ? await rows.SingleOrDefaultAsync(erasure => erasure.ErasureId == id, cancellationToken) : null;
        return row is null ? Problems.ErasureNotFound.Result() : TypedResults.Ok(ErasureBody.Of(row));
    }

    // Somebody unknown is here only where the policy lets anyone in, and then manages everything.
    private static IResult? Refuse(UserId user, ClaimsPrincipal principal) =>
        user.Problem ?? (principal.ToCaller()?.MayManage(user.Value) == false ? CommonProblems.Forbidden.Result() : null);

    [LoggerMessage(Level = LogLevel.Information, Message = "erasure.accepted {ErasureId} {CallerKind} {IsOwn}")]
    private static partial void LogAccepted(ILogger logger, Guid erasureId, string callerKind, bool isOwn);
}
