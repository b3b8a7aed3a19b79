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

    /// <summary>For <see cref="TransientEvents"/>.</summary>
    public BrokerPublisher TransientPublisher { get; private set; } = null!;

    /// <summary>True while the broker refuses to take messages, for want of memory or disk.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Completes when a connection, a channel or a consumer is gone.</summary>
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
        _publishing.ConnectionBlockedAsync += (_, _) => Block(true);
        _publishing.ConnectionUnblockedAsync += (_, _) => Block(false);
        await using (var channel = await _consuming.CreateChannelAsync(cancellationToken: cancellationToken))
        {
            await Topology.DeclareAsync(channel, cancellationToken);
        }

        Publisher = await BrokerPublisher.OpenAsync(_publishing, confirms: true, Lose, cancellationToken);
        TransientPublisher = await BrokerPublisher.OpenAsync(_publishing, confirms: false, Lose, cancellationToken);
        var deadLetters = new DeadLetterWriter(Publisher, service, options.ConfirmTimeout, logger);
        var work = await OpenChannelAsync(cancellationToken);
        var worker = new BrokerConsumer(work, intake, deadLetters, acknowledges: true, Lose, logger);
        _consumers.Add(worker);
        await worker.StartAsync(Topology.QueueOf(service), (ushort)options.Prefetch, cancellationToken);
        if (service != ServiceNames.RequestManager) return; // only there does anyone wait for an answer
        var replies = await OpenChannelAsync(cancellationToken);
        var queue = await Topology.DeclareReplyQueueAsync(replies, replicaId, cancellationToken);
        var waker = new BrokerConsumer(replies, intake, deadLetters, acknowledges: false, Lose, logger);
        _consumers.Add(waker);
        await waker.StartAsync(queue, (ushort)options.Prefetch, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_consumers.Select(consumer => consumer.DisposeAsync().AsTask()));
            if (Publisher is not null) await Publisher.DisposeAsync();
            if (TransientPublisher is not null) await TransientPublisher.DisposeAsync();
        }
        finally
        {
            // What a channel left undone when its connection was lost ends with the connection.
            if (_consuming is not null) await _consuming.DisposeAsync();
            if (_publishing is not null) await _publishing.DisposeAsync();
        }
    }

    private async Task<IChannel> OpenChannelAsync(CancellationToken cancellationToken)
    {
        var channel = await _consuming!.CreateChannelAsync(cancellationToken: cancellationToken);
        channel.ChannelShutdownAsync += (_, _) => Lose();
        return channel;
    }

    private Task Block(bool blocked)
    {
        IsBlocked = blocked;
        return Task.CompletedTask;
    }

    private Task Lose()
    {
        _lost.TrySetResult();
        return Task.CompletedTask;
    }
}
