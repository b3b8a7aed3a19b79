using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Load.Floor;

/// <summary>The floor's tables and queues, in the servers that the application has as well.</summary>
internal sealed class FloorServers : IAsyncDisposable
{
    public const string Requests = "floor.requests", Responses = "floor.responses", ResponseExchange = "floor.responses.x";

    private const int MaxUnconfirmed = 4096;
    private const ushort Prefetch = 400;

    private readonly IConnection _publishing;
    private readonly IConnection _consuming;

    private FloorServers(NpgsqlDataSource database, IConnection publishing, IConnection consuming)
    {
        Database = database;
        _publishing = publishing;
        _consuming = consuming;
    }

    public NpgsqlDataSource Database { get; }

    public static async Task<FloorServers> ConnectAsync(string postgres, string broker)
    {
        var address = new NpgsqlConnectionStringBuilder(postgres) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 1, NoResetOnClose = true, MaxPoolSize = 16 };
        var factory = new ConnectionFactory { Uri = new(broker) };
        var servers = new FloorServers(
            NpgsqlDataSource.Create(address), await factory.CreateConnectionAsync("floor publish"), await factory.CreateConnectionAsync("floor consume"));
        await using var channel = await servers._consuming.CreateChannelAsync();
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(Requests, durable: true, exclusive: false, autoDelete: false, quorum);
        await channel.ExchangeDeclareAsync(ResponseExchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Responses, durable: true, exclusive: false, autoDelete: false, quorum);
        await channel.QueueBindAsync(Responses, ResponseExchange, "response.#");
        return servers;
    }

    public async Task CreateTablesAsync()
    {
        await using var command = Database.CreateCommand("""
            create schema if not exists floor;
            drop table if exists floor.requests, floor.outbox, floor.inbox;
            create table floor.requests (
              id uuid primary key, user_id text not null, content text not null, response text, created_at timestamptz not null default now());
            create table floor.outbox (id uuid primary key, route text not null, payload bytea not null, created_at timestamptz not null default now());
            create table floor.inbox (consumer text not null, id uuid not null, taken_at timestamptz not null default now(), primary key (consumer, id));
            """);
        await command.ExecuteNonQueryAsync();
    }

    public Task<IChannel> OpenPublisherAsync() =>
        _publishing.CreateChannelAsync(new(true, true, new ThrottlingRateLimiter(MaxUnconfirmed)));

    public async Task<string> DeclareReplyQueueAsync(string replica)
    {
        var channel = await _consuming.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue.QueueName, ResponseExchange, $"response.{replica}");
        return queue.QueueName;
    }

    public async Task ConsumeAsync(string queue, bool acknowledges, Action<IChannel, BasicDeliverEventArgs> take)
    {
        var channel = await _consuming.CreateChannelAsync();
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            take(channel, message);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: !acknowledges, consumer);
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
        await Database.DisposeAsync();
    }
}
