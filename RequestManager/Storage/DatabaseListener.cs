using Npgsql;
using SelfServiceAgent.EventBus;

namespace RequestManager.Storage;

/// <summary>
/// Hears what other replicas say through the database (LISTEN/NOTIFY), on one connection for all channels. What is said while the connection
/// is lost is lost with it, so every channel is told when it begins anew.
/// </summary>
internal sealed partial class DatabaseListener(NpgsqlDataSource database, IEnumerable<DatabaseChannel> channels, ILogger<DatabaseListener> logger)
    : SweeperService(TimeSpan.Zero, logger)
{
    // A connection that only listens would never notice that the other end is gone.
    private static readonly TimeSpan _probeAfter = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = logger;
    private readonly Dictionary<string, DatabaseChannel> _channels = channels.ToDictionary(channel => channel.Name);

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, said) => Try(said.Channel, () => _channels[said.Channel].Hear(said.Payload));
        await ExecuteAsync(connection, string.Join(';', _channels.Keys.Select(name => $"listen \"{name}\"")), cancellationToken);
        try
        {
            foreach (var channel in _channels.Values) Try(channel.Name, channel.Begin);
            while (true)
            {
                if (!await connection.WaitAsync(_probeAfter, cancellationToken)) await ExecuteAsync(connection, "select", cancellationToken);
            }
        }
        finally
        {
            NpgsqlConnection.ClearPool(connection); // nobody else gets one that listens
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Try(string channel, Action act)
    {
        try
        {
            act();
        }
#pragma warning disable CA1031 // one channel's fault must not deafen the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotHeard(_logger, e, channel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "notification.not_heard {Channel}")]
    private static partial void LogNotHeard(ILogger logger, Exception exception, string channel);
}
