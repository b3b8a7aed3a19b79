using Microsoft.EntityFrameworkCore;
using RequestManager.Responses;
using RequestManager.Storage;

namespace RequestManager.Requests;

/// <summary>Finds the request that an idempotency key stands for. Its row is what remembers the key, so it survives restarts and is one for all replicas.</summary>
internal sealed class IdempotentRequests(IServiceScopeFactory scopes)
{
    /// <returns>Null for a request without a key, and for a key that is new.</returns>
    public async ValueTask<EarlierRequest?> FindAsync(NormalizedRequest request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is not { } key) return null;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RequestDb>().Requests.AsNoTracking()
            .Where(row => row.SentBy == request.SentBy && row.IdempotencyKey == key.Text)
            .Select(row => new EarlierRequest(row.RequestId, row.SessionId, row.IdempotencyHash))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <returns>Null while it is unanswered.</returns>
    public async Task<Answer?> AnswerOfAsync(Guid requestId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return Answer.Of(await scope.ServiceProvider.GetRequiredService<RequestDb>().Requests.AsNoTracking().SingleAsync(row => row.RequestId == requestId, cancellationToken));
    }
}

/// <summary>The request that came first under a key.</summary>
internal sealed record EarlierRequest(Guid RequestId, Guid SessionId, byte[]? Hash);
