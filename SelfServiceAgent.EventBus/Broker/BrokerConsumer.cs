using System.Collections.Concurrent;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>Takes in the messages of one queue, many at once, and acknowledges none before its commit.</summary>
internal sealed class BrokerConsumer : IAsyncDisposable
{
    private static readonly TimeSpan _drainTime = TimeSpan.FromSeconds(2);

    // Each acknowledgement is an entry in the log of the queue's replicas. With a prefetch of 300, 7,500 messages a second can be acknowledged so.
    private static readonly TimeSpan _settlePace = TimeSpan.FromMilliseconds(40);

    private readonly IChannel _channel;
    private readonly MessageTaker _taker;
    private readonly bool _acknowledges;
    private readonly ConcurrentDictionary<ulong, Task> _inFlight = new();
    private readonly Channel<ulong> _settled = Channel.CreateUnbounded<ulong>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<Task> _lost;
    private readonly Task _settling;
    private string _consumerTag = "";

    /// <param name="channel">The consumer's own; it is closed with the consumer.</param>
    /// <param name="acknowledges">False for a replica's reply queue, whose messages also stand in a durable queue.</param>
    /// <param name="lost">Called when the broker ends the consumer, for example because its queue was deleted.</param>
    public BrokerConsumer(IChannel channel, MessageTaker taker, bool acknowledges, Func<Task> lost)
    {
        _channel = channel;
        _taker = taker;
        _acknowledges = acknowledges;
        _lost = lost;
        _settling = Task.Run(SettleAsync);
    }

    public async Task StartAsync(string queue, ushort prefetch, CancellationToken cancellationToken)
    {
        if (_acknowledges) await _channel.BasicQosAsync(0, prefetch, global: false, cancellationToken);
        var deliveries = new AsyncEventingBasicConsumer(_channel);
        deliveries.ReceivedAsync += OnReceivedAsync;
        deliveries.UnregisteredAsync += (_, _) => _lost();
        _consumerTag = await _channel.BasicConsumeAsync(queue, autoAck: !_acknowledges, deliveries, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // What is still in hand after the drain time goes back to the queue when the channel closes.
        await DrainAsync().WaitAsync(_drainTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        _settled.Writer.TryComplete();
        await _settling;
        await Task.WhenAll(_inFlight.Values);
        _stopping.Dispose();
        await _channel.DisposeAsync();
    }

    private async Task DrainAsync()
    {
        if (_channel.IsOpen) await _channel.BasicCancelAsync(_consumerTag);
        await Task.WhenAll(_inFlight.Values);
    }

    private Task OnReceivedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var message = BrokerMessage.Copy(delivery);
        var taking = Task.Run(() => TakeAsync(message), CancellationToken.None);
        _inFlight[message.DeliveryTag] = taking;
        taking.ContinueWith(_ => _inFlight.TryRemove(message.DeliveryTag, out var _), TaskScheduler.Default);
        return Task.CompletedTask;
    }

    private async Task TakeAsync(BrokerMessage message)
    {
        try
        {
            await _taker.TakeAsync(message, _stopping.Token);
            if (_acknowledges) _settled.Writer.TryWrite(message.DeliveryTag);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // not acknowledged, so it comes again
        }
    }

    // All that were taken up to some message are acknowledged in one word; what overtook one that is still being taken, by itself.
    private async Task SettleAsync()
    {
        var (settledUpTo, ahead, fresh) = (0UL, new HashSet<ulong>(), new List<ulong>());
        while (await _settled.Reader.WaitToReadAsync())
        {
            fresh.Clear();
            while (_settled.Reader.TryRead(out var tag)) fresh.Add(tag);
            ahead.UnionWith(fresh);
            while (ahead.Remove(settledUpTo + 1)) settledUpTo++;
            var upTo = settledUpTo;
            var together = fresh.Where(tag => tag <= upTo).DefaultIfEmpty().Max();
            if (together > 0) await AcknowledgeAsync(together, multiple: true);
            foreach (var tag in fresh.Where(tag => tag > upTo)) await AcknowledgeAsync(tag, multiple: false);
            if (!_stopping.IsCancellationRequested) await Task.Delay(_settlePace);
        }
    }

    private async Task AcknowledgeAsync(ulong tag, bool multiple)
    {
        try
        {
            await _channel.BasicAckAsync(tag, multiple);
        }
#pragma warning disable CA1031 // the channel is gone, in one of many ways: the broker delivers it again and its row says that it was taken
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }
}
