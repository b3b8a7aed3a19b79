using Npgsql;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

/// <summary>Without a broker: hears, by LISTEN/NOTIFY, that some replica stored an answer that a call of this one may wait for.</summary>
internal sealed class ResponseListener(NpgsqlDataSource database, ResponsePoller poller, ILogger<ResponseListener> logger)
    : SweeperService(TimeSpan.Zero, logger)
{
    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => poller.WakeUp.Set();
        await using (var listen = new NpgsqlCommand($"listen {ResponseStore.NotifyChannel}", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested) await connection.WaitAsync(cancellationToken);
        return true;
    }
}
