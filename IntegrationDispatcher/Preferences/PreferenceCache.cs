using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;

namespace IntegrationDispatcher.Preferences;

/// <summary>
/// People's preferences as this replica knows them, never older than half a second: whether anything changed anywhere is one look at one
/// row, which every change raises. A look that fails is a failed read; nothing is served on trust.
/// </summary>
internal sealed class PreferenceCache(PreferenceReader reader, NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private const int MaxPeople = 20_000;
    private static readonly TimeSpan _freshness = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _looking = new(1);
    private volatile Known _known = new(-1);
    private long _lookedAt;

    /// <returns>Every one of <paramref name="userIds"/>. Shared: clone a config before changing it.</returns>
    public async Task<IReadOnlyDictionary<string, UserPreferences>> ReadAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(cancellationToken);
        var found = new Dictionary<string, UserPreferences>();
        foreach (var userId in userIds)
        {
            if (known.People.TryGetValue(userId, out var preferences)) found[userId] = preferences;
        }

        string[] missing = [.. userIds.Where(userId => !found.ContainsKey(userId)).Distinct()];
        if (missing.Length == 0) return found;
        foreach (var (userId, preferences) in await reader.ReadAsync(missing, cancellationToken))
        {
            found[userId] = Settled(preferences);
            // Into what was known when we began to read: when that has been replaced meanwhile, it goes with it.
            if (!HasUnreadable(preferences)) known.People[userId] = preferences;
        }

        return found;
    }

    /// <summary>After a change of our own: the next read looks.</summary>
    public void Forget() => Interlocked.Exchange(ref _lookedAt, 0);

    public void Dispose() => _looking.Dispose();

    private async Task<Known> KnownAsync(CancellationToken cancellationToken)
    {
        if (IsFresh(Interlocked.Read(ref _lookedAt))) return _known;
        await _looking.WaitAsync(cancellationToken); // those who come together share one look
        try
        {
            if (IsFresh(Interlocked.Read(ref _lookedAt))) return _known;
            var now = clock.GetTimestamp();
            await using var command = database.CreateCommand("select value from preference_version");
            var version = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (version != _known.Version || _known.People.Count >= MaxPeople) _known = new(version);
            Interlocked.Exchange(ref _lookedAt, now);
            return _known;
        }
        finally
        {
            _looking.Release();
        }
    }

    private bool IsFresh(long lookedAt) => lookedAt != 0 && clock.GetElapsedTime(lookedAt) < _freshness;

    // A key that another replica has just made is known here a moment later.
    private static bool HasUnreadable(UserPreferences preferences) =>
        preferences.Defaults.Values.Concat(preferences.Overrides.Values.Select(own => own.Settings)).Any(settings => settings.IsUnreadable);

    // A node that was parsed is taken apart when it is first read, which several threads must not do at once.
    private static UserPreferences Settled(UserPreferences preferences)
    {
        foreach (var settings in preferences.Overrides.Values.Select(own => own.Settings).Concat(preferences.Defaults.Values)) TakeApart(settings.Config);
        return preferences;
    }

    private static void TakeApart(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (_, member) in members) TakeApart(member);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) TakeApart(item);
        }
    }

    private sealed record Known(long Version)
    {
        public ConcurrentDictionary<string, UserPreferences> People { get; } = new();
    }
}
