using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RequestManager.Callers;
using RequestManager.Reference;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Sessions;

/// <summary>What people see of their sessions, and how they end one.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(CallersExtensions.Managers);
        api.MapGet($"/users/{{{UserId.RouteKey}}}/sessions", ListAsync).Describes(SessionOperations.List);
        api.MapGet("/sessions/{session_id}", ReadAsync).Describes(SessionOperations.Read);
        api.MapPost("/sessions/{session_id}/close", CloseAsync).Describes(SessionOperations.Close);
        app.MapEndedSessions();
    }

    private static async Task<IResult> ListAsync(
        UserId user, ClaimsPrincipal principal, HttpContext http, RequestDb db, CancellationToken cancellationToken)
    {
        if (user.Problem is { } wrong) return wrong;
        var page = Page.Read(http.Request.Query);
        var status = page.Filter(http.Request.Query, "status", Enum.GetValues<SessionStatus>());
        if (page.Errors.Problem is { } invalid) return invalid;
        if (!MayManage(principal, user.Value)) return CommonProblems.Forbidden.Result();
        var rows = db.Sessions.AsNoTracking().Where(session => session.UserId == user.Value);
        if (status is not null) rows = rows.Where(session => session.Status == status);
        await Page.PutTotalOnAsync(http.Response, rows, cancellationToken);
        var found = await page.Of(rows.OrderByDescending(session => session.Id)).ToListAsync(cancellationToken);
        return TypedResults.Ok(found.Select(SessionBody.Of));
    }

    private static async Task<IResult> ReadAsync(
        string session_id, ClaimsPrincipal principal, HttpContext http, RequestDb db, CancellationToken cancellationToken)
    {
        var page = Page.Read(http.Request.Query);
        if (page.Errors.Problem is { } invalid) return invalid;
        if (await FindAsync(session_id, principal, db, cancellationToken) is not { } session) return Problems.SessionNotFound.Result();
        var rows = db.Requests.AsNoTracking().Where(request => request.SessionId == session.SessionId);
        await Page.PutTotalOnAsync(http.Response, rows, cancellationToken);
        var messages = await page.Of(rows.OrderBy(request => request.SessionSeq)).ToListAsync(cancellationToken);
        return TypedResults.Ok(SessionBody.Of(session) with { Messages = [.. messages.Select(MessageBody.Of)] });
    }

    // What is unanswered in it is still answered. A session that has ended stays as it is.
    private static async Task<IResult> CloseAsync(
        string session_id, ClaimsPrincipal principal, RequestDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await FindAsync(session_id, principal, db, cancellationToken) is not { } session) return Problems.SessionNotFound.Result();
        var now = clock.GetUtcNow();
        await db.Sessions.Where(row => row.SessionId == session.SessionId && row.Status == SessionStatus.Active).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Status, SessionStatus.Inactive).SetProperty(r => r.UpdatedAt, now), cancellationToken);
        return TypedResults.Ok(SessionBody.Of(await db.Sessions.AsNoTracking().SingleAsync(row => row.Id == session.Id, cancellationToken)));
    }

    private static async Task<RequestSession?> FindAsync(string id, ClaimsPrincipal principal, RequestDb db, CancellationToken cancellationToken)
    {
        var session = Guid.TryParse(id, out var sessionId)
            ? await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.SessionId == sessionId, cancellationToken)
            : null;
        return session is not null && MayManage(principal, session.UserId) ? session : null;
    }

    // Somebody unknown is here only where the policy lets anyone in, and then manages everything.
    private static bool MayManage(ClaimsPrincipal principal, string userId) => principal.ToCaller() is not { } caller || caller.MayManage(userId);
}
