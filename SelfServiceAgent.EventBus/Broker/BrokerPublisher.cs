using System.Threading.Channels;
using RabbitMQ.Client;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// One long-lived channel, with pipelined confirms or without any. One loop starts all publishes, so that callers never meet on the
/// channel; it does not wait for confirms.
/// </summary>
internal sealed class BrokerPublisher : IAsyncDisposable
{
    private const int MaxUnconfirmed = 4096;

    private readonly Channel<Publication> _queue = Channel.CreateBounded<Publication>(new BoundedChannelOptions(MaxUnconfirmed) { SingleReader = true });
    private readonly IChannel _channel;
    private readonly Task _running;

    private BrokerPublisher(IChannel channel)
    {
        _channel = channel;
        _running = Task.Run(RunAsync);
    }

    /// <param name="confirms">False: a publish is done when it is written to the connection.</param>
    /// <param name="lost">Called when the broker closes the channel.</param>
    public static async Task<BrokerPublisher> OpenAsync(
        IConnection connection, bool confirms, Func<Task> lost, CancellationToken cancellationToken)
    {
        var options = confirms ? new CreateChannelOptions(true, true, new ThrottlingRateLimiter(MaxUnconfirmed)) : new(false, false);
        var channel = await connection.CreateChannelAsync(options, cancellationToken);
        channel.ChannelShutdownAsync += (_, _) => lost();
        return new(channel);
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
        await _channel.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await foreach (var publication in _queue.Reader.ReadAllAsync()) _ = ConfirmAsync(publication);
    }

    private async Task ConfirmAsync(Publication publication)
    {
        var (exchange, routingKey, mandatory) = publication.Route;
        try
        {
            await _channel.BasicPublishAsync(
                exchange, routingKey, mandatory, publication.Properties, publication.Body, publication.GivenUp);
            publication.Confirmed.TrySetResult();
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
