using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>One long-lived channel with pipelined confirms. A loop of its own publishes, because a channel is not thread-safe.</summary>
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

    public static async Task<BrokerPublisher> OpenAsync(IConnection connection, CancellationToken cancellationToken) =>
        new(await connection.CreateChannelAsync(new(true, true, new ThrottlingRateLimiter(MaxUnconfirmed)), cancellationToken));

    /// <summary>Returns when the broker has confirmed.</summary>
    /// <exception cref="EventNotAcceptedException">It did not confirm, or no queue would take the message.</exception>
    public async Task PublishAsync(
        string exchange, string routingKey, bool mandatory, BasicProperties properties, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var publication = new Publication(exchange, routingKey, mandatory, properties, body);
        try
        {
            await _queue.Writer.WriteAsync(publication, cancellationToken);
            await publication.Confirmed.Task.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception e) when (e is RabbitMQClientException or ChannelClosedException or TimeoutException or ObjectDisposedException or IOException)
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
        await foreach (var publication in _queue.Reader.ReadAllAsync()) _ = ConfirmAsync(publication); // the next one does not wait for this confirm
    }

    private async Task ConfirmAsync(Publication publication)
    {
        try
        {
            await _channel.BasicPublishAsync(publication.Exchange, publication.RoutingKey, publication.Mandatory, publication.Properties, publication.Body);
            publication.Confirmed.TrySetResult();
        }
#pragma warning disable CA1031 // belongs to whoever waits for this publication
        catch (Exception e)
#pragma warning restore CA1031
        {
            publication.Confirmed.TrySetException(e);
        }
    }

    private sealed record Publication(string Exchange, string RoutingKey, bool Mandatory, BasicProperties Properties, ReadOnlyMemory<byte> Body)
    {
        public TaskCompletionSource Confirmed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
