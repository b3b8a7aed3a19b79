using System.Collections.Concurrent;
using System.Threading.Channels;
using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// Takes in the messages of one queue, many at once, and acknowledges each after its commit. While the database is away it holds what it
/// has and tries again; returning the messages would only spin them round and count against their delivery limit.
/// </summary>
internal sealed partial class BrokerConsumer : IAsyncDisposable
{
    private const int MaxFaults = 5;
    private static readonly TimeSpan _drainTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly IChannel _channel;
    private readonly EventIntake _intake;
    private readonly DeadLetterWriter _deadLetters;
    private readonly bool _acknowledges;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ulong, Task> _inFlight = new();
    private readonly Channel<ulong> _settled = Channel.CreateUnbounded<ulong>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<Task> _lost;
    private readonly Task _settling;
    private string _consumerTag = "";

    /// <param name="channel">The consumer's own; it is closed with the consumer.</param>
    /// <param name="acknowledges">False for a replica's reply queue, whose messages also stand in a durable queue.</param>
    /// <param name="lost">Called when the broker ends the consumer, for example because its queue was deleted.</param>
    public BrokerConsumer(IChannel channel, EventIntake intake, DeadLetterWriter deadLetters, bool acknowledges, Func<Task> lost, ILogger logger)
    {
        _channel = channel;
        _intake = intake;
        _deadLetters = deadLetters;
        _acknowledges = acknowledges;
        _lost = lost;
        _logger = logger;
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
            if (await TryDecodeAsync(message) is { } cloudEvent) await TakeUntilDoneAsync(message, cloudEvent);
            if (_acknowledges) _settled.Writer.TryWrite(message.DeliveryTag);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // not acknowledged, so it comes again
        }
    }

    private async Task<CloudEvent?> TryDecodeAsync(BrokerMessage message)
    {
        try
        {
            return message.Decode();
        }
        catch (EventRejectedException e)
        {
            await BuryAsync(message, e.Message);
            return null;
        }
    }

    private async Task TakeUntilDoneAsync(BrokerMessage message, CloudEvent cloudEvent)
    {
        var faults = 0;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await _intake.ReceiveAsync(cloudEvent, _stopping.Token);
                return;
            }
            catch (EventRejectedException e)
            {
                await BuryAsync(message, e.Message);
                return;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                LogNotTaken(_logger, e, cloudEvent.Type, cloudEvent.Id, tries);
                if (!TransientFaults.Is(e) && ++faults == MaxFaults)
                {
                    await BuryAsync(message, $"failed {MaxFaults} times: {e.GetType().Name}");
                    return;
                }
            }

            await PauseAsync(tries);
        }
    }

    private async Task BuryAsync(BrokerMessage message, string reason)
    {
        if (!_acknowledges) return; // its durable copy is judged elsewhere
        for (var tries = 1; ; tries++)
        {
            try
            {
                await _deadLetters.WriteAsync(message, reason, _stopping.Token);
                return;
            }
            catch (EventNotAcceptedException)
            {
                await PauseAsync(tries);
            }
        }
    }

    private Task PauseAsync(int tries) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, tries), _longestPause.TotalMilliseconds)), _stopping.Token);

    private async Task SettleAsync()
    {
        await foreach (var tag in _settled.Reader.ReadAllAsync())
        {
            try
            {
                await _channel.BasicAckAsync(tag, multiple: false);
            }
#pragma warning disable CA1031 // the channel is gone, in one of many ways: the broker delivers it again and its row says that it was taken
            catch (Exception)
#pragma warning restore CA1031
            {
                continue;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "event.not_taken {Type} {EventId} after {Tries} tries")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, string? type, string? eventId, int tries);
}
