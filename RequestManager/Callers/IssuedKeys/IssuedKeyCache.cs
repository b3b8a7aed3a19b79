using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers.IssuedKeys;

/// <summary>
/// The issued keys as this replica knows them. A key it does not know may have been issued a moment ago by another replica, so it looks
/// again; however many unknown keys come, it looks at most five times a second.
/// </summary>
internal sealed class IssuedKeyCache(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<IssuedKeyCache> logger)
    : SweeperService(TimeSpan.FromSeconds(30), logger)
{
    /// <summary>The channel on which replicas tell each other that a key was revoked.</summary>
    public const string NotifyChannel = "ssa_api_keys";

    private const string NoteUse = """
        update api_keys k set last_used_at = greatest(k.last_used_at, u.used_at) from unnest($1, $2) as u(id, used_at) where k.id = u.id
        """;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _used = new();
    private readonly Lock _looking = new();
    private volatile FrozenDictionary<string, Entry> _known = FrozenDictionary<string, Entry>.Empty;
    private Task? _nextLook;
    private Task _lastLook = Task.CompletedTask;
    private long _lookedAt;

    /// <param name="hash">SHA-256 of the key.</param>
    public async ValueTask<Caller?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(hash);
        if (!_known.TryGetValue(name, out var entry))
        {
            await LookAgain().WaitAsync(cancellationToken);
            if (!_known.TryGetValue(name, out entry)) return null;
        }

        var now = clock.GetUtcNow();
        if (entry.ExpiresAt <= now) return null;
        _used[entry.Id] = now;
        return entry.Caller;
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await NoteUseAsync(cancellationToken);
        await LookAgain().WaitAsync(cancellationToken);
        return false;
    }

    // Whoever comes while a look is planned shares it; a look that has begun may be too old for who comes now.
    private Task LookAgain()
    {
        lock (_looking) return _nextLook ??= _lastLook = LookSoonAsync(_lastLook);
    }

    // One after another: a slow look that began before a key was revoked must not end after one that saw it.
    private async Task LookSoonAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var pause = _lookedAt == 0 ? TimeSpan.Zero : _pause - clock.GetElapsedTime(_lookedAt);
        if (pause > TimeSpan.Zero) await Task.Delay(pause, clock);
        lock (_looking)
        {
            _nextLook = null;
            _lookedAt = clock.GetTimestamp();
        }

        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<RequestDb>().ApiKeys.AsNoTracking().ToListAsync();
        _known = rows.ToFrozenDictionary(row => Convert.ToHexStringLower(row.Sha256), Entry.Of);
    }

    private async Task NoteUseAsync(CancellationToken cancellationToken)
    {
        var used = _used.ToArray();
        if (used.Length == 0) return;
        await using var note = database.CreateCommand(NoteUse);
        note.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(used, use => use.Key) });
        note.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = Array.ConvertAll(used, use => use.Value.UtcDateTime) });
        await note.ExecuteNonQueryAsync(cancellationToken);
        foreach (var use in used) _used.TryRemove(use);
    }

    private sealed record Entry(long Id, Caller Caller, DateTimeOffset? ExpiresAt)
    {
        public static Entry Of(ApiKeyRow row) => new(
            row.Id, row.Kind == CallerKind.Tool ? KeyRing.ToolOf(row.UserId) : KeyRing.PersonOf(row.UserId, row.IsAdmin, row.MayActForAnyUser), row.ExpiresAt);
    }
}
