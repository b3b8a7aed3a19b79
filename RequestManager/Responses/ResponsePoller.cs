using Microsoft.EntityFrameworkCore;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

/// <summary>
/// Looks into the database for the answers this replica's calls wait for: a wake-up can be lost with its sender or a connection, the row
/// cannot. One query for all of them, every two seconds, or at once when another replica says that it stored something.
/// </summary>
internal sealed class ResponsePoller(ResponseWaiters waiters, IServiceScopeFactory scopes, ILogger<ResponsePoller> logger)
    : SweeperService(TimeSpan.FromSeconds(2), logger)
{
    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var waiting = waiters.Waiting;
        if (waiting.Count == 0) return false;
        await using var scope = scopes.CreateAsyncScope();
        var answered = await scope.ServiceProvider.GetRequiredService<RequestDb>().Requests.AsNoTracking()
            .Where(row => waiting.Contains(row.RequestId) && row.CompletedAt != null).ToListAsync(cancellationToken);
        foreach (var row in answered) waiters.Wake(Answer.Of(row)!);
        return false;
    }
}
