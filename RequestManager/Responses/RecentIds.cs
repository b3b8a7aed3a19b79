namespace RequestManager.Responses;

/// <summary>Remembers the latest ids it was told, up to a number, for a minute: a copy comes within milliseconds, and what comes later asks the row.</summary>
internal sealed class RecentIds(TimeProvider clock)
{
    private const int MaxIds = 10_000;

    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _told = [];
    private readonly Queue<Guid> _byAge = [];

    public bool Contains(Guid id)
    {
        lock (_lock) return _told.TryGetValue(id, out var told) && clock.GetElapsedTime(told) < _memory;
    }

    public void Add(Guid id)
    {
        lock (_lock)
        {
            if (_told.TryAdd(id, clock.GetTimestamp())) _byAge.Enqueue(id);
            else _told[id] = clock.GetTimestamp();
            if (_byAge.Count > MaxIds) _told.Remove(_byAge.Dequeue());
        }
    }
}
