using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// Keeps a <see cref="BrokerSession"/> open as long as the service runs. The client's own recovery is off: it cannot bind a server-named
/// queue anew, and a session is simpler to reason about when none of it survives.
/// </summary>
internal sealed partial class BrokerLink(
    EventBusIdentity identity, IConfiguration configuration, IOptions<CommunicationOptions> options, EventIntake intake, ILogger<BrokerLink> logger,
    IDeadLetterReceiver? deadLetters = null)
    : BackgroundService
{
    /// <summary>The name of the connection string, and of the broker resource in the AppHost.</summary>
    public const string ConnectionName = "messaging";

    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly ConnectionFactory _factory = CreateFactory(configuration.GetConnectionString(ConnectionName)); // a wrong address does not start
    private volatile BrokerSession? _session;

    /// <summary>Null while the broker is away or takes nothing.</summary>
    public BrokerSession? Session => _session is { IsBlocked: false } session ? session : null;

    /// <summary>Also while the broker takes nothing; null while it is away.</summary>
    public BrokerSession? Connected => _session;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var tries = 1; !stoppingToken.IsCancellationRequested; tries++)
        {
            try
            {
                await using var session = new BrokerSession(identity, options.Value, intake, deadLetters, logger);
                await session.OpenAsync(_factory, stoppingToken);
                _session = session;
                LogConnected(logger);
                tries = 0;
                try
                {
                    await session.Lost.WaitAsync(stoppingToken);
                    LogLost(logger);
                }
                finally
                {
                    _session = null; // before it is taken down: nobody shall try to publish over it meanwhile
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever became of this session, the service needs the next one
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogUnreachable(logger, e.Message, tries);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 * Math.Pow(2, tries), _longestPause.TotalMilliseconds)), stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ConnectionFactory CreateFactory(string? connectionString) => new()
    {
        Uri = Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"
            ? uri
            : throw new InvalidOperationException(
                $"ConnectionStrings:{ConnectionName} must be the amqp:// or amqps:// address of the broker, or Communication:Mode be 'direct'."),
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "broker.connected")]
    private static partial void LogConnected(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "broker.lost")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "broker.unreachable {Reason} after {Tries} tries")]
    private static partial void LogUnreachable(ILogger logger, string reason, int tries);
}
