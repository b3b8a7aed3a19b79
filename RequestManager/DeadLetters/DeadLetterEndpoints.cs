using Microsoft.EntityFrameworkCore;
using RequestManager.Callers;
using RequestManager.Reference;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.DeadLetters;

/// <summary><c>/api/v1/dead-letters</c>: administrators look at what nobody took in, and decide.</summary>
internal static partial class DeadLetterEndpoints
{
    private const int RetryAfterSeconds = 5;

    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup("/api/v1/dead-letters").RequireAuthorization(CallersExtensions.Admins);
        letters.MapGet("", ListAsync).Describes(DeadLetterOperations.List);
        letters.MapGet("{letter_id}", ReadAsync).Describes(DeadLetterOperations.Read);
        letters.MapPost("{letter_id}/replay", ReplayAsync).Describes(DeadLetterOperations.Replay);
        letters.MapPost("replay", ReplayManyAsync).Describes(DeadLetterOperations.ReplayMany);
        letters.MapDelete("{letter_id}", DiscardAsync).Describes(DeadLetterOperations.Discard);
    }

    private static async Task<IResult> ListAsync(HttpContext http, RequestDb db, CancellationToken cancellationToken)
    {
        var page = Page.Read(http.Request.Query);
        var rows = DeadLetterQuery.Read(http.Request.Query, page, db.DeadLetters.AsNoTracking());
        if (page.Errors.Problem is { } invalid) return invalid;
        await Page.PutTotalOnAsync(http.Response, rows, cancellationToken);
        var newestFirst = rows.OrderByDescending(row => row.ReceivedAt).ThenByDescending(row => row.Id);
        return TypedResults.Ok(await page.Of(newestFirst).Select(DeadLetterBody.Of).ToListAsync(cancellationToken));
    }

    private static async Task<IResult> ReadAsync(string letter_id, RequestDb db, CancellationToken cancellationToken) =>
        await FindAsync(letter_id, db, cancellationToken) is { } letter
            ? TypedResults.Ok(DeadLetterBody.Whole(letter))
            : Problems.DeadLetterNotFound.Result();

    private static async Task<IResult> ReplayAsync(
        string letter_id, HttpContext http, RequestDb db, DeadLetterReplayer replayer, CancellationToken cancellationToken)
    {
        if (!replayer.HasBroker) return Problems.NoBroker.Result();
        if (await FindAsync(letter_id, db, cancellationToken) is not { } letter) return Problems.DeadLetterNotFound.Result();
        return await replayer.TryReplayAsync(letter, cancellationToken)
            ? TypedResults.Ok(new ReplayBody(1, 1, DryRun: false))
            : BrokerAway(http, "It is as it was; call again.");
    }

    private static async Task<IResult> ReplayManyAsync(
        NewReplay body, HttpContext http, RequestDb db, DeadLetterReplayer replayer, CancellationToken cancellationToken)
    {
        if (body.Fault() is { } invalid) return invalid;
        if (!replayer.HasBroker) return Problems.NoBroker.Result();
        var oldestFirst = body.Among(db.DeadLetters.AsNoTracking()).OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id);
        var ids = await oldestFirst.Select(row => row.Id).ToListAsync(cancellationToken);
        if (body.DryRun) return TypedResults.Ok(new ReplayBody(ids.Count, 0, DryRun: true));
        var (replayed, isWhole) = await replayer.ReplayAsync(ids, body.Rate, cancellationToken);
        return isWhole
            ? TypedResults.Ok(new ReplayBody(ids.Count, replayed, DryRun: false))
            : BrokerAway(http, $"{replayed} of {ids.Count} were replayed; call again for the rest.");
    }

    private static async Task<IResult> DiscardAsync(
        string letter_id, RequestDb db, TimeProvider clock, ILogger<DeadLetterReplayer> logger, CancellationToken cancellationToken)
    {
        if (await FindAsync(letter_id, db, cancellationToken) is not { } letter) return Problems.DeadLetterNotFound.Result();
        var now = clock.GetUtcNow();
        await db.DeadLetters.Where(row => row.Id == letter.Id && row.DiscardedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DiscardedAt, now), cancellationToken);
        LogDiscarded(logger, letter.LetterId, letter.Service, letter.EventType, letter.EventId);
        return TypedResults.Ok(new Success("The dead letter is discarded."));
    }

    private static async Task<DeadLetterRow?> FindAsync(string id, RequestDb db, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var letterId)
            ? await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(row => row.LetterId == letterId, cancellationToken)
            : null;

    private static IResult BrokerAway(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        return Problems.BrokerUnavailable.Result(detail);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "dead_letter.discarded {LetterId} of {Service}, {EventType} {EventId}")]
    private static partial void LogDiscarded(ILogger logger, Guid letterId, string service, string? eventType, string? eventId);
}
