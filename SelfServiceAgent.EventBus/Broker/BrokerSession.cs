using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>One life of the connections to the broker: everything on them is made anew after a loss.</summary>
internal sealed class BrokerSession(
    EventBusIdentity identity, CommunicationOptions options, EventIntake intake, IDeadLetterReceiver? deadLetters, ILogger logger) : IAsyncDisposable
{
    private const ushort DeadLetterPrefetch = 10; // nobody waits for them, and each may be large

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

    public async Task OpenAsync(ConnectionFactory factory, CancellationToken cancellationToken)
    {
        var service = identity.Service;

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
        var worker = new EventTaker(intake, new DeadLetterWriter(Publisher, service, options.ConfirmTimeout, logger), logger);
        await ConsumeAsync(Topology.QueueOf(service), worker, (ushort)options.Prefetch, cancellationToken);
        if (service == ServiceNames.RequestManager) await ConsumeRepliesAsync(cancellationToken); // only there does anyone wait for an answer
        if (deadLetters is null) return;
        foreach (var other in ServiceNames.All)
            await ConsumeAsync(Topology.DeadQueueOf(other), new DeadLetterTaker(other, deadLetters, logger), DeadLetterPrefetch, cancellationToken);
    }

    /// <summary>How many messages wait in a queue.</summary>
    public async Task<uint> CountAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await _consuming!.CreateChannelAsync(cancellationToken: cancellationToken);
        return await channel.MessageCountAsync(queue, cancellationToken);
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

    private async Task ConsumeRepliesAsync(CancellationToken cancellationToken)
    {
        var channel = await OpenChannelAsync(cancellationToken);
        var queue = await Topology.DeclareReplyQueueAsync(channel, identity.ReplicaId, cancellationToken);
        await StartAsync(new(channel, new EventTaker(intake, null, logger), acknowledges: false, Lose), queue, (ushort)options.Prefetch, cancellationToken);
    }

    private async Task ConsumeAsync(string queue, MessageTaker taker, ushort prefetch, CancellationToken cancellationToken) =>
        await StartAsync(new(await OpenChannelAsync(cancellationToken), taker, acknowledges: true, Lose), queue, prefetch, cancellationToken);

    private Task StartAsync(BrokerConsumer consumer, string queue, ushort prefetch, CancellationToken cancellationToken)
    {
        _consumers.Add(consumer);
        return consumer.StartAsync(queue, prefetch, cancellationToken);
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
