using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Brings a service's tables up to date before anything else of the service starts. Replicas may start together: one migrates,
/// the others wait for its lock and then find nothing to do.
/// </summary>
internal sealed partial class DatabaseMigrator<TContext>(
    IServiceScopeFactory scopes, IOptions<DatabaseOptions> options, ILogger<DatabaseMigrator<TContext>> logger) : StartupStep, IMigration
    where TContext : DbContext
{
    // EF Core locks the history table, but only once it exists; creating it needs a lock of its own. One number for all services.
    private const long LockKey = 0x5353_4147_454E_5431;

    public override Task StartingAsync(CancellationToken cancellationToken) =>
        options.Value.MigrateOnStart ? MigrateAsync(cancellationToken) : WhenReachedAsync(RefuseIfBehindAsync, cancellationToken);

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
            catch (DbException e) when (TransientFaults.Is(e) && !timeout.IsCancellationRequested)
            {
                LogWaiting(logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), timeout.Token);
            }
        }
    }

    private async Task RefuseIfBehindAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pending = await scope.ServiceProvider.GetRequiredService<TContext>().Database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Any())
            throw new InvalidOperationException($"The tables of {typeof(TContext).Name} are not up to date. Migrate them, or set Database:MigrateOnStart.");
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
