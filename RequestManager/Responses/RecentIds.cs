namespace RequestManager.Responses;

/// <summary>Remembers the latest ids it was told, up to a number.</summary>
internal sealed class RecentIds
{
    private const int MaxIds = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Queue<Guid> _byAge = [];

    public bool Contains(Guid id)
    {
        lock (_lock) return _ids.Contains(id);
    }

    public void Add(Guid id)
    {
        lock (_lock)
        {
            if (!_ids.Add(id)) return;
            _byAge.Enqueue(id);
            if (_byAge.Count > MaxIds) _ids.Remove(_byAge.Dequeue());
        }
    }
}
