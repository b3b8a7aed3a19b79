using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Reference;
using IntegrationDispatcher.Storage;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Deliveries;

/// <summary>What became of messages: lists, one in full, one or many once more, and where the answer to a request went.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder management, IEndpointRouteBuilder users)
    {
        users.MapGet("/deliveries", ListAsync).Describes(DeliveryOperations.List);
        management.MapGet("/deliveries/{delivery_id}", ReadAsync).Describes(DeliveryOperations.Read);
        management.MapPost("/deliveries/{delivery_id}/retry", RetryAsync).Describes(DeliveryOperations.Retry);
        management.MapPost("/deliveries/replay", ReplayAsync).Describes(DeliveryOperations.Replay);
        management.MapGet("/requests/{request_id}/deliveries", ReadRequestAsync).Describes(DeliveryOperations.ReadRequest);
    }

    private static async Task<IResult> ListAsync(
        UserId user, DeliveryQuery query, HttpContext context, DispatcherDb db, CancellationToken cancellationToken)
    {
        var (page, status, type) = query;
        var rows = db.DeliveryLogs.AsNoTracking().Where(row => row.UserId == user.Value);
        if (status is not null) rows = rows.Where(row => row.Status == status);
        if (type is not null) rows = rows.Where(row => row.IntegrationType == type);
        await Page.PutTotalOnAsync(context.Response, rows, cancellationToken);
        var found = await page.Of(rows.OrderByDescending(row => row.Id)).ToListAsync(cancellationToken);
        return Results.Json(found.Select(DeliveryView.Of), WireJson.Options);
    }

    private static async Task<IResult> ReadAsync(string delivery_id, Manager manager, DeliveryReader deliveries, CancellationToken cancellationToken) =>
        await FindAsync(delivery_id, manager, deliveries, cancellationToken) is { } delivery
            ? Results.Json(await deliveries.DetailAsync(delivery, cancellationToken), WireJson.Options)
            : Problems.DeliveryNotFound.Result();

    private static async Task<IResult> RetryAsync(
        string delivery_id, Manager manager, DeliveryReader deliveries, DispatcherDb db, DeliveryRestarts restarts, CancellationToken cancellationToken)
    {
        if (await FindAsync(delivery_id, manager, deliveries, cancellationToken) is not { } delivery) return Problems.DeliveryNotFound.Result();
        // What Slack has is posted again only when the person wants all of it once more.
        if (delivery.Status == DeliveryStatus.Success) await db.SlackPosts.Where(post => post.DeliveryId == delivery.DeliveryId).ExecuteDeleteAsync(cancellationToken);
        if (!await restarts.RestartAsync(delivery.Id, delivery.Attempts, cancellationToken)) return Problems.DeliveryNotEnded.Result();
        var row = await db.DeliveryLogs.AsNoTracking().SingleAsync(r => r.Id == delivery.Id, cancellationToken);
        return Results.Json(DeliveryView.Of(row), WireJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ReplayAsync(Replay body, Manager manager, DeliveryRestarts restarts, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        body.Check(errors);
        if (errors.Problem is { } problem) return problem;
        return manager.IsAdmin ? Results.Json(await restarts.ReplayAsync(body, cancellationToken), WireJson.Options) : CommonProblems.Forbidden.Result();
    }

    private static async Task<IResult> ReadRequestAsync(string request_id, Manager manager, DeliveryReader deliveries, CancellationToken cancellationToken)
    {
        var plan = Guid.TryParse(request_id, out var id) ? await deliveries.PlanAsync(id, cancellationToken) : null;
        return plan is { ErasedAt: null } && MaySee(plan, manager)
            ? Results.Json(await deliveries.OfPlanAsync(plan, cancellationToken), WireJson.Options)
            : Problems.RequestNotFound.Result();
    }

    // A tool sees where the answers to its own requests went; another's answers like one that does not exist.
    private static bool MaySee(DeliveryPlan plan, Manager manager) =>
        manager.MayManage(plan.UserId)
        || (plan.Origin == IntegrationType.Tool && manager.Caller?.ToolId is { } tool && ConfigValues.TextOf(plan.IntegrationContext?["tool_id"]) == tool);

    private static async Task<DeliveryLog?> FindAsync(string deliveryId, Manager manager, DeliveryReader deliveries, CancellationToken cancellationToken) =>
        await deliveries.FindAsync(deliveryId, cancellationToken) is { } delivery && manager.MayManage(delivery.UserId) ? delivery : null;
}
