using IntegrationDispatcher.Integrations.Slack;
using Npgsql;

namespace IntegrationDispatcher.Tests;

/// <summary>Remembers what was posted as the database does.</summary>
internal sealed class PlayedSlackPosts : ISlackPosts
{
    private readonly List<Row> _rows = [];

    /// <summary>What a reservation gets.</summary>
    public Func<SlackTurn> Turn { get; set; } = () => new(true, TimeSpan.Zero);

    public bool IsAway { get; set; }

    /// <summary>For how long Slack wanted a channel left alone.</summary>
    public List<TimeSpan> Held { get; } = [];

    public Task<IReadOnlyDictionary<int, BegunPost>> BegunAsync(Guid deliveryId, string channelId, CancellationToken cancellationToken) =>
        Do<IReadOnlyDictionary<int, BegunPost>>(() => _rows.Where(row => row.Key.DeliveryId == deliveryId && row.Channel == channelId)
            .ToDictionary(row => row.Key.Part, row => new BegunPost(row.Ts, row.At)));

    public Task<string?> ThreadAsync(Guid sessionId, string channelId, Guid deliveryId, CancellationToken cancellationToken) =>
        Do(() => _rows.TakeWhile(row => row.Key.DeliveryId != deliveryId || row.Channel != channelId)
            .FirstOrDefault(row => row.Session == sessionId && row.Channel == channelId && row.Ts is not null)?.Ts);

    public Task<SlackTurn> ReserveAsync(string channelId, TimeSpan patience, CancellationToken cancellationToken) => Do(Turn);

    public Task HoldAsync(string channelId, TimeSpan pause, CancellationToken cancellationToken) => Do(() =>
    {
        Held.Add(pause);
        return true;
    });

    public Task<DateTimeOffset?> BeginAsync(PartKey part, Guid sessionId, string channelId, CancellationToken cancellationToken) => Do(() =>
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_rows.FirstOrDefault(row => row.Key == part) is not { } there) _rows.Add(new(part, sessionId, channelId) { At = now });
        else if (there.Ts is not null && there.Channel == channelId) return (DateTimeOffset?)null;
        else (there.Channel, there.Ts, there.At) = (channelId, null, now);
        return now;
    });

    public Task PostedAsync(PartKey part, string ts, CancellationToken cancellationToken) =>
        Do(() => _rows.Single(row => row.Key == part).Ts = ts);

    public Task NotPostedAsync(PartKey part, CancellationToken cancellationToken) =>
        Do(() => _rows.RemoveAll(row => row.Key == part && row.Ts is null));

    private Task<T> Do<T>(Func<T> step) => IsAway ? Task.FromException<T>(new NpgsqlException("away")) : Task.FromResult(step());

    private sealed record Row(PartKey Key, Guid Session)
    {
        public Row(PartKey key, Guid session, string channel)
            : this(key, session) => Channel = channel;

        public string Channel { get; set; } = "";

        public string? Ts { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
