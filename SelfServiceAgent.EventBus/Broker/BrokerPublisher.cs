using System.Diagnostics;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// One long-lived channel, with pipelined confirms or without any. One loop starts all publishes, so that callers never meet on the
/// channel; it does not wait for confirms. A channel over which a full queue has rejected something is replaced after a while: when the queue's
/// limit is taken away, a quorum queue goes on rejecting what comes over it.
/// </summary>
internal sealed class BrokerPublisher : IAsyncDisposable
{
    private const int MaxUnconfirmed = 4096;

    private static readonly TimeSpan _timeOfRejectingChannel = TimeSpan.FromSeconds(5);

    private readonly Channel<Publication> _queue =
        Channel.CreateBounded<Publication>(new BoundedChannelOptions(MaxUnconfirmed) { SingleReader = true });

    private readonly IConnection _connection;
    private readonly bool _confirms;
    private readonly Func<Task> _lost;
    private Task _running = Task.CompletedTask;
    private IChannel? _channel;
    private long _openedAt;
    private volatile bool _hasRejected;

    private BrokerPublisher(IConnection connection, bool confirms, Func<Task> lost)
    {
        _connection = connection;
        _confirms = confirms;
        _lost = lost;
    }

    /// <param name="confirms">False: a publish is done when it is written to the connection.</param>
    /// <param name="lost">Called when the broker closes the channel.</param>
    public static async Task<BrokerPublisher> OpenAsync(
        IConnection connection, bool confirms, Func<Task> lost, CancellationToken cancellationToken)
    {
        var publisher = new BrokerPublisher(connection, confirms, lost);
        await publisher.OpenChannelAsync(cancellationToken);
        publisher._running = Task.Run(publisher.RunAsync, CancellationToken.None);
        return publisher;
    }

    /// <summary>Returns when the broker has confirmed, where this publisher asks for that.</summary>
    /// <exception cref="EventNotAcceptedException">It did not confirm, or no queue would take the message.</exception>
    public async Task PublishAsync(
        Route route, BasicProperties properties, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Given up means given up: while the broker blocks its publishers, copies of one event must not pile up.
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(timeout);
        var publication = new Publication(route, properties, body, giveUp.Token);
        try
        {
            await _queue.Writer.WriteAsync(publication, giveUp.Token);
            await publication.Confirmed.Task.WaitAsync(giveUp.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EventNotAcceptedException("the broker did not confirm the event", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
        await _channel!.DisposeAsync();
    }

    private async Task OpenChannelAsync(CancellationToken cancellationToken)
    {
        var options = _confirms ? new CreateChannelOptions(true, true, new ThrottlingRateLimiter(MaxUnconfirmed)) : new(false, false);
        var channel = await _connection.CreateChannelAsync(options, cancellationToken);
        _hasRejected = false;
        _openedAt = Stopwatch.GetTimestamp();
        _channel = channel;
        channel.ChannelShutdownAsync += (_, _) => channel == _channel ? _lost() : Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        await foreach (var publication in _queue.Reader.ReadAllAsync())
        {
            if (_hasRejected && Stopwatch.GetElapsedTime(_openedAt) > _timeOfRejectingChannel) await ReplaceChannelAsync();
            _ = ConfirmAsync(_channel!, publication);
        }
    }

    // What is still unconfirmed over the old one is not accepted, and will be published again.
    private async Task ReplaceChannelAsync()
    {
        var old = _channel!;
        try
        {
            await OpenChannelAsync(CancellationToken.None);
            await old.DisposeAsync();
        }
#pragma warning disable CA1031 // whatever it was, it is over with this session
        catch (Exception)
#pragma warning restore CA1031
        {
            await _lost();
        }
    }

    private async Task ConfirmAsync(IChannel channel, Publication publication)
    {
        var (exchange, routingKey, mandatory) = publication.Route;
        try
        {
            await channel.BasicPublishAsync(
                exchange, routingKey, mandatory, publication.Properties, publication.Body, publication.GivenUp);
            publication.Confirmed.TrySetResult();
        }
        catch (PublishException e) when (!e.IsReturn)
        {
            _hasRejected = true;
            publication.Confirmed.TrySetException(e);
        }
#pragma warning disable CA1031 // belongs to whoever waits for this publication
        catch (Exception e)
#pragma warning restore CA1031
        {
            publication.Confirmed.TrySetException(e);
        }
    }

    private sealed record Publication(Route Route, BasicProperties Properties, ReadOnlyMemory<byte> Body, CancellationToken GivenUp)
    {
        public TaskCompletionSource Confirmed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
