using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// Has the key that secrets are protected with made once, before anything of the service runs: replicas that start together for the first
/// time would each make one, and not know the other's for a while.
/// </summary>
internal sealed class FirstKey(IDataProtectionProvider protection, NpgsqlDataSource database) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(22, 0)", connection);
        await take.ExecuteNonQueryAsync(cancellationToken);
        protection.CreateProtector(nameof(FirstKey)).Protect([]);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
