using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RequestManager.Reference;
using RequestManager.Requests;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Callers.IssuedKeys;

/// <summary><c>/api/v1/api-keys</c>: administrators issue, list and revoke keys. A key is shown once, when it is issued.</summary>
internal static partial class ApiKeyEndpoints
{
    private const string Route = "/api/v1/api-keys";

    public static void MapApiKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup(Route).RequireAuthorization(CallersExtensions.Admins);
        keys.MapPost("", IssueAsync).Describes(ApiKeyOperations.Issue);
        keys.MapGet("", ListAsync).Describes(ApiKeyOperations.List);
        keys.MapDelete("{key_id}", RevokeAsync).Describes(ApiKeyOperations.Revoke);
    }

    private static async Task<IResult> IssueAsync(
        NewApiKey body, ClaimsPrincipal principal, RequestDb db, TimeProvider clock, ILogger<IssuedKeyCache> logger, CancellationToken cancellationToken)
    {
        if (body.Fault(clock.GetUtcNow()) is { } invalid) return invalid;
        var key = IssuedKey.New();
        var row = body.ToRow(IssuedKey.HashOf(key), RequestOwner.MarkOf(principal.ToCaller()), clock.GetUtcNow());
        db.ApiKeys.Add(row);
        await db.SaveChangesAsync(cancellationToken); // nobody need be told: a replica that does not know a key looks
        LogIssued(logger, row.KeyId, row.Kind, row.IsAdmin, row.MayActForAnyUser, row.ExpiresAt);
        return TypedResults.Created($"{Route}/{row.KeyId}", ApiKeyBody.Of(row) with { Key = key });
    }

    private static async Task<IResult> ListAsync(RequestDb db, IOptions<AuthenticationOptions> options, CancellationToken cancellationToken)
    {
        var issued = await db.ApiKeys.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok((ApiKeyBody[])
        [
            .. options.Value.ApiKeys.Select(ApiKeyBody.Of),
            .. options.Value.ToolKeys.Select(ApiKeyBody.Of),
            .. issued.Select(ApiKeyBody.Of),
        ]);
    }

    private static async Task<IResult> RevokeAsync(
        string key_id, RequestDb db, ILogger<IssuedKeyCache> logger, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(key_id, out var keyId)) return Problems.ApiKeyNotFound.Result();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.ApiKeys.Where(row => row.KeyId == keyId).ExecuteDeleteAsync(cancellationToken) == 0) return Problems.ApiKeyNotFound.Result();
        await db.Database.ExecuteSqlAsync($"select pg_notify({IssuedKeyCache.NotifyChannel}, '')", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogRevoked(logger, keyId);
        return TypedResults.Ok(new Success("The key is revoked."));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "api_key.issued {KeyId} {Kind} {IsAdmin} {MayActForAnyUser} {ExpiresAt}")]
    private static partial void LogIssued(ILogger logger, Guid keyId, CallerKind kind, bool isAdmin, bool mayActForAnyUser, DateTimeOffset? expiresAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "api_key.revoked {KeyId}")]
    private static partial void LogRevoked(ILogger logger, Guid keyId);
}
