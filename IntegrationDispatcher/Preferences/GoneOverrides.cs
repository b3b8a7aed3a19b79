using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>Disables an override whose far side is gone for good: exactly the version that was tried, nothing newer.</summary>
internal sealed class GoneOverrides(NpgsqlDataSource database, PreferenceCache cache)
{
    public async Task DisableAsync(UserOverride tried, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            update user_integration_configs set enabled = false, disabled_reason = $3, version = version + 1, updated_at = now()
            where id = $1 and version = $2
            """);
        await command.With(tried.Id).With(tried.Version).With(reason).ExecuteNonQueryAsync(cancellationToken);
        cache.Forget();
    }
}
