using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// Has the key that secrets are protected with made once, before anything of the service runs: replicas that start together for the first
/// time would each make one, and not know the other's for a while.
/// </summary>
internal sealed class FirstKey(IDataProtectionProvider protection, NpgsqlDataSource database) : StartupStep
{
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(22, 0)", connection);
        await take.ExecuteNonQueryAsync(cancellationToken);
        protection.CreateProtector(nameof(FirstKey)).Protect([]);
    }
}
