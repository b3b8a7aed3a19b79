using System.Text.Json;
using IntegrationDispatcher.Storage;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Reads deliveries with everything that explains them.</summary>
internal sealed class DeliveryReader(DispatcherDb db, Circuits circuits)
{
    public static IReadOnlyList<PlanDecision> DecisionsOf(DeliveryPlan plan) => DecisionsIn(plan.Decisions);

    public Task<DeliveryPlan?> PlanAsync(Guid requestId, CancellationToken cancellationToken) =>
        db.DeliveryPlans.AsNoTracking().SingleOrDefaultAsync(row => row.RequestId == requestId, cancellationToken);

    /// <returns>Null when there is none.</returns>
    public async Task<DeliveryLog?> FindAsync(string deliveryId, CancellationToken cancellationToken) =>
        Guid.TryParse(deliveryId, out var id)
            ? await db.DeliveryLogs.AsNoTracking().SingleOrDefaultAsync(row => row.DeliveryId == id, cancellationToken) : null;

    public Task<DeliveryLog?> SingleOfPlanAsync(DeliveryPlan plan, CancellationToken cancellationToken) =>
        db.DeliveryLogs.AsNoTracking().SingleOrDefaultAsync(row => row.PlanId == plan.Id, cancellationToken);

    public async Task<DeliveryDetail> DetailAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var attempts = await db.DeliveryAttempts.AsNoTracking()
            .Where(row => row.DeliveryLogId == delivery.Id).OrderBy(row => row.Number).ToListAsync(cancellationToken);
        var decisions = await db.DeliveryPlans.Where(plan => plan.Id == delivery.PlanId).Select(plan => plan.Decisions).SingleAsync(cancellationToken);
        return new(DeliveryView.Of(delivery))
        {
            Explanation = Explanation.Of(delivery, attempts.LastOrDefault()?.Outcome, DecisionsIn(decisions), await HindranceOfAsync(delivery, cancellationToken)),
            DeliveryAttempts = [.. attempts.Select(AttemptView.Of)],
        };
    }

    public async Task<RequestDeliveries> OfPlanAsync(DeliveryPlan plan, CancellationToken cancellationToken)
    {
        var deliveries = await db.DeliveryLogs.AsNoTracking()
            .Where(row => row.PlanId == plan.Id).OrderBy(row => row.Priority).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return new(plan.RequestId, plan.SessionId, plan.UserId, plan.Mode, plan.CreatedAt, DecisionsOf(plan), [.. deliveries.Select(DeliveryView.Of)]);
    }

    private async Task<string?> HindranceOfAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        if (delivery.NextAttemptAt is null) return null;
        if (circuits.IsOpen(delivery.Destination)) return "Its far side has failed many times in a row and is left alone for a while.";
        var waitsForEarlier = delivery.OrderKey is { } key && await db.DeliveryLogs
            .FromSql($"select * from delivery_logs where session_id = {delivery.SessionId} and order_key = {key} and num_nulls(next_attempt_at) <> 1") // as the index says it
            .AnyAsync(earlier => earlier.Id < delivery.Id, cancellationToken);
        return waitsForEarlier ? "It keeps its place behind an earlier message of its session that is still under way." : null;
    }

    private static PlanDecision[] DecisionsIn(string decisions) => JsonSerializer.Deserialize<PlanDecision[]>(decisions, WireJson.Options)!;
}
