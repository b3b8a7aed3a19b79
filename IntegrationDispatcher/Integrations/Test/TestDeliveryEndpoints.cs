using System.Text.Json.Nodes;
using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Storage;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Integrations.Test;

/// <summary>What the test integration was given, newest first: the caller's own, for an administrator everyone's or <c>user_id</c>'s.</summary>
internal static class TestDeliveryEndpoints
{
    public static void MapTestDeliveries(this IEndpointRouteBuilder management) =>
        management.MapGet("/test-deliveries", ReadAsync).Describes(DeliveryOperations.ReadTest);

    private static async Task<IResult> ReadAsync(Manager manager, HttpContext context, DispatcherDb db, CancellationToken cancellationToken)
    {
        var page = Page.Read(context.Request.Query);
        var userId = context.Request.Query[UserId.RouteKey].FirstOrDefault() ?? (manager.IsAdmin ? null : manager.Caller!.UserId);
        page.Errors.Check(userId is null || new UserId(userId).IsValid, UserId.RouteKey, UserId.Rule);
        if (page.Errors.Problem is { } problem) return problem;
        if (userId is not null && !manager.MayManage(userId)) return CommonProblems.Forbidden.Result(); // a tool is nobody, whatever its name
        var rows = db.TestDeliveries.AsNoTracking().Where(row => userId == null || row.UserId == userId);
        await Page.PutTotalOnAsync(context.Response, rows, cancellationToken);
        var found = await page.Of(rows.OrderByDescending(row => row.Id)).ToListAsync(cancellationToken);
        return Results.Json(found.Select(TestDeliveryView.Of), WireJson.Options);
    }
}

/// <summary>A message as the test integration was given it.</summary>
internal sealed record TestDeliveryView(
    Guid DeliveryId, Guid RequestId, Guid SessionId, string UserId, string AgentId, string? Subject, string Content, JsonObject Metadata,
    DateTimeOffset CreatedAt)
{
    public static TestDeliveryView Of(TestDelivery row) => new(
        row.DeliveryId, row.RequestId, row.SessionId, row.UserId, row.AgentId, row.Subject, row.Content, row.Metadata ?? [], row.CreatedAt);
}
