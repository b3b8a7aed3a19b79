using IntegrationDispatcher.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// Writes overrides. One person's changes run one after the other, and none while <see cref="GoneOverrides"/> disables one, so that what a
/// change is based on is what it changes.
/// </summary>
internal sealed class UserOverrides(DispatcherDb db, SecretProtector secrets, PreferenceCache cache, TimeProvider clock)
{
    /// <param name="change">Gets the stored row, its secrets readable, or a new one; returns false to leave everything as it is.</param>
    /// <returns>The row as it is now stored; null when there is none and <paramref name="mayCreate"/> is false.</returns>
    public async Task<UserIntegrationConfig?> ChangeAsync(
        string userId, IntegrationType type, bool mayCreate, Func<UserIntegrationConfig, bool> change, CancellationToken cancellationToken)
    {
        await using var transaction = await LockAsync(userId, cancellationToken);
        var row = await db.UserIntegrationConfigs.SingleOrDefaultAsync(r => r.UserId == userId && r.IntegrationType == type, cancellationToken);
        if (row is null && !mayCreate) return null;
        var now = clock.GetUtcNow();
        var isNew = row is null;
        row ??= new() { UserId = userId, IntegrationType = type, CreatedAt = now, Version = 0 };
        row.DisabledReason = null;
        var isRight = true;
        var config = secrets.Changing(row, () => isRight = change(row));
        if (!isRight) return row;
        row.Version++;
        row.UpdatedAt = now;
        if (isNew) db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        cache.Forget();
        row.Config = config;
        return row;
    }

    /// <returns>How many overrides there were.</returns>
    public async Task<int> DeleteAsync(string userId, IntegrationType? type, CancellationToken cancellationToken)
    {
        await using var transaction = await LockAsync(userId, cancellationToken);
        var deleted = await db.UserIntegrationConfigs
            .Where(row => row.UserId == userId && (type == null || row.IntegrationType == type))
            .ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        cache.Forget();
        return deleted;
    }

    private async Task<IDbContextTransaction> LockAsync(string userId, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            select pg_advisory_xact_lock(hashtextextended({userId}, 20));
            select id from user_integration_configs where user_id = {userId} order by id for update
            """, cancellationToken);
        return transaction;
    }
}
