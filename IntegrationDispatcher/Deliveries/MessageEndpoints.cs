using System.Diagnostics;
using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Messages that answer no request: from our own services and administrators, and a person's test of one integration.</summary>
internal static class MessageEndpoints
{
    private const string TestContent = "This is a test message. If you can read it, messages reach you this way.";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public static void MapMessages(this IEndpointRouteBuilder management, IEndpointRouteBuilder users)
    {
        management.MapPost("/deliveries", SendAsync).Describes(DeliveryOperations.Send);
        users.MapPost("/integrations/{integration_type}/test", TestAsync).Describes(DeliveryOperations.Test);
    }

    private static async Task<IResult> SendAsync(
        NewMessage body, Manager manager, PlanWriter plans, DeliveryReader deliveries, HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        body.Check(errors);
        var key = IdempotencyHeader.Read(context.Request, errors, isRequired: true);
        if (errors.Problem is { } problem) return problem;
        if (!manager.IsAdmin) return CommonProblems.Forbidden.Result();
        var message = body.ToMessage(manager.Mark, key!, clock.GetUtcNow(), Activity.Current?.Id);
        await plans.WriteAtOnceAsync(message, cancellationToken);
        var plan = await deliveries.PlanAsync(message.RequestId, cancellationToken);
        if (!message.BodyHash.AsSpan().SequenceEqual(plan!.BodyHash)) return Problems.IdempotencyKeyReused.Result();
        context.Response.Headers.Location = $"/api/v1/requests/{message.RequestId}/deliveries";
        return Results.Json(await deliveries.OfPlanAsync(plan, cancellationToken), WireJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    // The answer is the delivery as it has ended; one that takes longer than a person waits goes on and can be fetched.
    private static async Task<IResult> TestAsync(
        UserId user, OverriddenType path, Manager manager, TestMessageLimit limit, PlanWriter plans, DeliveryReader deliveries, HttpContext context,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!limit.Admits(user.Value, path.Value)) return Problems.RateLimited.Result(context, TestMessageLimit.RetryAfterSeconds);
        var id = Guid.CreateVersion7();
        await plans.WriteAtOnceAsync(
            new(id, id, user.Value, AgentNames.System, "Test message", TestContent, null, clock.GetUtcNow(), id.ToString())
            {
                Only = [path.Value],
                IsTest = true,
                IntegrationContext = manager.Caller is { Email: { } email } caller && caller.Owns(user.Value) ? new() { [ContextKeys.VerifiedEmail] = email } : null,
                TraceParent = Activity.Current?.Id,
            },
            cancellationToken);
        var began = clock.GetTimestamp();
        var plan = (await deliveries.PlanAsync(id, cancellationToken))!;
        while (true)
        {
            if (await deliveries.SingleOfPlanAsync(plan, cancellationToken) is not { } delivery)
                return Problems.IntegrationNotUsable.Result(DeliveryReader.DecisionsOf(plan)[0].Reason);
            if (delivery.NextAttemptAt is null) return Results.Json(await deliveries.DetailAsync(delivery, cancellationToken), WireJson.Options);
            if (clock.GetElapsedTime(began) > _patience)
            {
                context.Response.Headers.Location = $"/api/v1/deliveries/{delivery.DeliveryId}";
                return Results.Json(await deliveries.DetailAsync(delivery, cancellationToken), WireJson.Options, statusCode: StatusCodes.Status202Accepted);
            }

            await Task.Delay(_pause, clock, cancellationToken);
        }
    }
}
