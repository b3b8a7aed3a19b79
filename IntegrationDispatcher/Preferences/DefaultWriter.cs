using IntegrationDispatcher.Storage;
using Microsoft.EntityFrameworkCore;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>Writes an administrator's word on what holds for everyone. Changes run one after the other.</summary>
internal sealed class DefaultWriter(DispatcherDb db, PreferenceReader preferences, SecretProtector secrets, PreferenceCache cache, TimeProvider clock)
{
    /// <summary>Changes what was sent and keeps the rest; of what is not stored yet, as it holds now.</summary>
    /// <returns>The row as it is now stored; nothing is stored when there are <paramref name="errors"/>.</returns>
    public async Task<IntegrationDefaultConfig> ChangeAsync(IntegrationType type, OverrideChange change, FieldErrors errors, CancellationToken cancellationToken)
    {
        var current = (await preferences.ReadDefaultsAsync(cancellationToken)).Defaults[type];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(21, 0)", cancellationToken);
        var stored = await db.IntegrationDefaultConfigs.SingleOrDefaultAsync(row => row.IntegrationType == type, cancellationToken);
        var row = stored ?? NewRow(type, current);
        var config = secrets.Changing(row, () => change.ApplyTo(row, errors));
        if (errors.Any) return row;
        row.DecidesEnabled |= change.Enabled is not null;
        row.UpdatedAt = clock.GetUtcNow();
        if (stored is null) db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        cache.Forget();
        row.Config = config;
        return row;
    }

    /// <returns>False when the built-in default holds already.</returns>
    public async Task<bool> RemoveAsync(IntegrationType type, CancellationToken cancellationToken)
    {
        var removed = await db.IntegrationDefaultConfigs.Where(row => row.IntegrationType == type).ExecuteDeleteAsync(cancellationToken);
        cache.Forget();
        return removed > 0;
    }

    private IntegrationDefaultConfig NewRow(IntegrationType type, IntegrationSettings current) => new()
    {
        IntegrationType = type,
        Enabled = current.Enabled,
        Priority = current.Priority,
        RetryCount = current.RetryCount,
        RetryDelaySeconds = current.RetryDelaySeconds,
        Config = current.Config.DeepClone().AsObject(),
        CreatedAt = clock.GetUtcNow(),
        DecidesEnabled = false,
    };
}
