using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>One life of the connections to the broker: everything on them is made anew after a loss.</summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private readonly List<BrokerConsumer> _consumers = [];
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnection? _publishing;
    private IConnection? _consuming;

    public BrokerPublisher Publisher { get; private set; } = null!;

    /// <summary>Completes when a connection or a channel is gone.</summary>
    public Task Lost => _lost.Task;

    public static async Task<BrokerSession> OpenAsync(
        ConnectionFactory factory, string service, string replicaId, CommunicationOptions options, EventIntake intake, ILogger logger,
        CancellationToken cancellationToken)
    {
        var session = new BrokerSession();
        try
        {
            await session.ConnectAsync(factory, service, replicaId, options, intake, logger, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task ConnectAsync(
        ConnectionFactory factory, string service, string replicaId, CommunicationOptions options, EventIntake intake, ILogger logger,
        CancellationToken cancellationToken)
    {
        // Two connections: a broker short of memory blocks those that publish, and must not stop those that consume.
        _publishing = await factory.CreateConnectionAsync($"{service} publish", cancellationToken);
        _consuming = await factory.CreateConnectionAsync($"{service} consume", cancellationToken);
        _publishing.ConnectionShutdownAsync += (_, _) => Lose();
        _consuming.ConnectionShutdownAsync += (_, _) => Lose();
        await using (var channel = await _consuming.CreateChannelAsync(cancellationToken: cancellationToken))
        {
            await Topology.DeclareAsync(channel, cancellationToken);
        }

        Publisher = await BrokerPublisher.OpenAsync(_publishing, cancellationToken);
        var deadLetters = new DeadLetterWriter(Publisher, service, options.ConfirmTimeout, logger);
        var work = await OpenChannelAsync(cancellationToken);
        _consumers.Add(await BrokerConsumer.StartAsync(
            work, Topology.QueueOf(service), (ushort)options.Prefetch, acknowledges: true, intake, deadLetters, logger, cancellationToken));
        if (service != ServiceNames.RequestManager) return; // only there does anyone wait for an answer
        var replies = await OpenChannelAsync(cancellationToken);
        var queue = await Topology.DeclareReplyQueueAsync(replies, replicaId, cancellationToken);
        _consumers.Add(await BrokerConsumer.StartAsync(
            replies, queue, (ushort)options.Prefetch, acknowledges: false, intake, deadLetters, logger, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_consumers.Select(consumer => consumer.DisposeAsync().AsTask()));
        if (Publisher is not null) await Publisher.DisposeAsync();
        if (_consuming is not null) await _consuming.DisposeAsync();
        if (_publishing is not null) await _publishing.DisposeAsync();
    }

    private async Task<IChannel> OpenChannelAsync(CancellationToken cancellationToken)
    {
        var channel = await _consuming!.CreateChannelAsync(cancellationToken: cancellationToken);
        channel.ChannelShutdownAsync += (_, _) => Lose();
        return channel;
    }

    private Task Lose()
    {
        _lost.TrySetResult();
        return Task.CompletedTask;
    }
}
