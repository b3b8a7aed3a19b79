using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Faults.Breaking;

/// <summary>Events that went by are sent again, all of them, in another order.</summary>
internal sealed record Repeat(FaultGraph Graph) : Fault("events repeated and reordered"), IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Exchange, string Key, BasicProperties Properties, byte[] Body)> _heard = [];
    private IConnection? _connection;
    private Random _random = new();

    public override async Task BreakAsync(Random random)
    {
        _random = random;
        _connection = await Graph.ConnectToBrokerAsync();
        var channel = await _connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "ssa.events", "#");
        await channel.QueueBindAsync(queue, "ssa.responses", "response.#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            _heard.Enqueue((message.Exchange, message.RoutingKey, new(message.BasicProperties), message.Body.ToArray()));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }

    public override async Task MendAsync()
    {
        if (_connection is null) return;
        var heard = new List<(string Exchange, string Key, BasicProperties Properties, byte[] Body)>();
        while (_heard.TryDequeue(out var one)) heard.Add(one);
        var again = heard.ToArray();
        _random.Shuffle(again);
        await using (var channel = await _connection.CreateChannelAsync())
        {
            foreach (var (exchange, key, properties, body) in again)
                await channel.BasicPublishAsync(exchange, key, mandatory: false, properties, body);
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }
}

/// <summary>Something that is no event lies in the queue of each service.</summary>
internal sealed record PoisonEvents(FaultGraph Graph) : Fault("poison events")
{
    /// <summary>All there ever were.</summary>
    public ConcurrentQueue<string> Sent { get; } = [];

    public override async Task BreakAsync(Random random)
    {
        await using var connection = await Graph.ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync(new(true, true));
        foreach (var queue in FaultGraph.Queues)
        {
            var body = $"poison {random.Next():x8} {queue}";
            var properties = new BasicProperties { ContentType = "application/cloudevents+json", Persistent = true };
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
            Sent.Enqueue(body);
        }
    }

    public override Task MendAsync() => Task.CompletedTask;
}
