using Npgsql;
using RabbitMQ.Client;

namespace Load.Floor;

/// <summary>What is committed and to be published: a row until the broker has confirmed it.</summary>
internal sealed class FloorOutbox
{
    public const string Insert = "insert into floor.outbox (id, route, payload) select * from unnest($1::uuid[], $2::text[], $3::bytea[])";

    private const int MostAtOnce = 256;

    private readonly FloorServers _servers;
    private readonly IChannel _channel;
    private readonly FloorBatcher<Publication> _batcher;

    private FloorOutbox(FloorServers servers, IChannel channel)
    {
        _servers = servers;
        _channel = channel;
        _batcher = new(MostAtOnce, PublishAsync);
    }

    public static async Task<FloorOutbox> OpenAsync(FloorServers servers) => new(servers, await servers.OpenPublisherAsync());

    public static NpgsqlBatchCommand Inserting(Publication[] publications) => new(Insert)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(publications, one => one.Id) },
            new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(publications, one => one.Key) },
            new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(publications, one => one.Body) },
        },
    };

    public void Publish(Publication committed) => _batcher.Add(committed);

    // All at once, then their confirms, then their rows in one statement.
    private async Task PublishAsync(Publication[] batch)
    {
        await Task.WhenAll(batch.Select(one => _channel.BasicPublishAsync(
            one.Exchange, one.Key, mandatory: true,
            new BasicProperties { Persistent = true, MessageId = one.Id.ToString(), ReplyTo = one.ReplyTo, ContentType = "application/json" }, one.Body).AsTask()));
        await using var delete = _servers.Database.CreateCommand("delete from floor.outbox where id = any($1)");
        delete.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(batch, one => one.Id) });
        await delete.ExecuteNonQueryAsync();
    }
}

/// <param name="ReplyTo">The replica that waits for an answer; null for an answer.</param>
internal sealed record Publication(Guid Id, string Exchange, string Key, byte[] Body, string? ReplyTo);
