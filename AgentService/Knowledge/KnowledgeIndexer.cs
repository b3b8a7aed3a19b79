using System.Data.Common;
using System.Diagnostics;
using AgentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Knowledge;

/// <summary>
/// Brings <c>knowledge_passages</c> in line with the documents: when the service starts, after the migrations, and when they change. Replicas may start together: one
/// writes, the others wait for its lock and then find nothing to do.
/// </summary>
internal sealed partial class KnowledgeIndexer(
    IServiceScopeFactory scopes, KnowledgeLibrary library, IOptions<DatabaseOptions> options, ILogger<KnowledgeIndexer> logger) : IHostedService
{
    private const long LockKey = 0x5353_4147_4B4E_4F57;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.StartTimeout);
        while (true)
        {
            try
            {
                await IndexAsync(timeout.Token);
                return;
            }
            catch (Exception e) when (e.GetBaseException() is DbException { IsTransient: true })
            {
                var reason = e.GetBaseException().Message;
                LogWaiting(logger, reason);
                await Task.Delay(_pause, timeout.Token);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var passages = library.Passages;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AgentDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);

        var indexed = await db.KnowledgePassages
            .Select(row => new IndexedPassage(row.Id, row.KnowledgeBase, row.Document, row.Ordinal, row.ContentHash))
            .ToListAsync(cancellationToken);
        var changes = IndexChanges.Between(indexed, passages);
        if (changes.Obsolete.Count > 0)
            await db.KnowledgePassages.Where(row => changes.Obsolete.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(changes.New);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        LogIndexed(logger, passages.Count, changes.New.Count, changes.Obsolete.Count, elapsed);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "knowledge.indexed {Passages} passages, {Written} written, {Removed} removed, {ElapsedMs} ms")]
    private static partial void LogIndexed(ILogger logger, int passages, int written, int removed, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "knowledge.waiting {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
