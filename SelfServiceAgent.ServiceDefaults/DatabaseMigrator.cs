using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Brings a service's tables up to date before anything else of the service starts. Replicas may start together: one migrates,
/// the others wait for its lock and then find nothing to do. Where a job migrates, all wait for the job.
/// </summary>
internal sealed partial class DatabaseMigrator<TContext>(
    IServiceScopeFactory scopes, IOptions<DatabaseOptions> options, ILogger<DatabaseMigrator<TContext>> logger) : StartupStep, IMigration
    where TContext : DbContext
{
    // EF Core locks the history table, but only once it exists; creating it needs a lock of its own. One number for all services.
    private const long LockKey = 0x5353_4147_454E_5431;

    public override Task StartingAsync(CancellationToken cancellationToken) => options.Value.MigrateOnStart
        ? MigrateAsync(cancellationToken)
        : WhenReachedAsync(reaching => RefuseIfBehindAsync(reaching, cancellationToken), cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) =>
        WhenReachedAsync(reaching => MigrateAsync(reaching, cancellationToken), cancellationToken);

    private async Task WhenReachedAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.StartTimeout);
        while (true)
        {
            try
            {
                await step(timeout.Token);
                return;
            }
            catch (Exception e) when (IsWorthWaiting(e) && !timeout.IsCancellationRequested)
            {
                LogWaiting(logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (timeout.IsCancellationRequested)
                    throw; // what it waited for says more than that time is up
            }
            catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The database did not answer within Database:StartTimeout, {options.Value.StartTimeout}.", e);
            }
        }
    }

    private static bool IsWorthWaiting(Exception exception) =>
        exception is TablesBehindException || (exception is DbException && TransientFaults.Is(exception));

    // Only reaching the database has its time: how things stand is then answered once at least.
    private async Task RefuseIfBehindAsync(CancellationToken reaching, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>().Database;
        await database.OpenConnectionAsync(reaching);
        var pending = await database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Any())
            throw new TablesBehindException(typeof(TContext).Name);
    }

    // Only reaching the database is a matter of seconds; an index on a large table takes what it takes, for those who wait for it too.
    private async Task MigrateAsync(CancellationToken reaching, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>().Database;
        database.SetCommandTimeout(TimeSpan.Zero);
        await database.OpenConnectionAsync(reaching); // held throughout: the advisory lock belongs to the connection
        try
        {
            await database.ExecuteSqlAsync($"select pg_advisory_lock({LockKey})", cancellationToken);
            await database.MigrateAsync(cancellationToken);
            LogMigrated(logger, typeof(TContext).Name);
        }
        finally
        {
            await database.ExecuteSqlAsync($"select pg_advisory_unlock({LockKey})", CancellationToken.None)
                .ContinueWith(_ => { }, TaskScheduler.Default); // a connection that broke has freed the lock already
            await database.CloseConnectionAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "database.waiting {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "database.migrated {Tables}")]
    private static partial void LogMigrated(ILogger logger, string tables);
}

/// <summary>Somebody has yet to migrate: a job that runs at this moment, or nobody, and then the start ends with this.</summary>
internal sealed class TablesBehindException(string tables)
    : Exception($"The tables of {tables} are not up to date. Migrate them, or set Database:MigrateOnStart.");
