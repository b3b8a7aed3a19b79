using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>In the tables <c>slack_posts</c>, where an empty <c>ts</c> means begun, and <c>slack_channels</c>.</summary>
internal sealed class SlackPosts(NpgsqlDataSource database) : ISlackPosts
{
    // The row's lock puts the replicas in line; the clock is read only behind it.
    private const string ReserveSql = """
        with taken as (
          insert into slack_channels as c (channel_id, free_at) values ($1, clock_timestamp() + $3)
          on conflict (channel_id) do update set free_at = greatest(c.free_at, clock_timestamp()) + $3
            where c.free_at <= clock_timestamp() + $2
          returning free_at - $3 as at)
        select exists (select from taken),
          greatest(
            coalesce((select at from taken), (select free_at from slack_channels where channel_id = $1)) - clock_timestamp(), interval '0')
        """;

    // What another replica has posted meanwhile is left alone; what went to another channel before is begun anew in this one.
    private const string BeginSql = """
        insert into slack_posts as p (delivery_id, part, session_id, channel_id, ts) values ($1, $2, $3, $4, '')
        on conflict (delivery_id, part) do update set channel_id = excluded.channel_id, ts = '', posted_at = now()
          where p.ts = '' or p.channel_id <> excluded.channel_id
        returning posted_at
        """;

    // Slack lets one message a second into a channel, by its own clock at its own door: a little more than that leaves room for what
    // comes late and what comes early after it. Refused, a whole pause would be lost.
    private static readonly TimeSpan _betweenPosts = TimeSpan.FromSeconds(1.2);

    public async Task<IReadOnlyDictionary<int, BegunPost>> BegunAsync(
        Guid deliveryId, string channelId, CancellationToken cancellationToken)
    {
        var begun = new Dictionary<int, BegunPost>();
        await using var command = database.CreateCommand(
            "select part, nullif(ts, ''), posted_at from slack_posts where delivery_id = $1 and channel_id = $2");
        await using var reader = await command.With(deliveryId).With(channelId).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            begun[reader.GetInt32(0)] = new(reader.Nullable<string>(1), reader.GetFieldValue<DateTimeOffset>(2));
        return begun;
    }

    public async Task<string?> ThreadAsync(Guid sessionId, string channelId, Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select ts from slack_posts
            where session_id = $1 and channel_id = $2 and delivery_id <> $3 and ts <> ''
              and id < coalesce((select min(id) from slack_posts where delivery_id = $3 and channel_id = $2), 9223372036854775807)
            order by id limit 1
            """);
        return (string?)await command.With(sessionId).With(channelId).With(deliveryId).ExecuteScalarAsync(cancellationToken);
    }

    public async Task<SlackTurn> ReserveAsync(string channelId, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReserveSql);
        await using var reader = await command.With(channelId).With(patience).With(_betweenPosts).ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetBoolean(0), reader.IsDBNull(1) ? patience : reader.GetFieldValue<TimeSpan>(1));
    }

    public async Task HoldAsync(string channelId, TimeSpan pause, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update slack_channels set free_at = greatest(free_at, clock_timestamp() + $2) where channel_id = $1");
        await command.With(channelId).With(pause).ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<DateTimeOffset?> BeginAsync(PartKey part, Guid sessionId, string channelId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BeginSql);
        command.With(part.DeliveryId).With(part.Part).With(sessionId).With(channelId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    public async Task PostedAsync(PartKey part, string ts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update slack_posts set ts = $3, posted_at = now() where delivery_id = $1 and part = $2");
        await command.With(part.DeliveryId).With(part.Part).With(ts).ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task NotPostedAsync(PartKey part, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("delete from slack_posts where delivery_id = $1 and part = $2 and ts = ''");
        await command.With(part.DeliveryId).With(part.Part).ExecuteNonQueryAsync(cancellationToken);
    }
}
