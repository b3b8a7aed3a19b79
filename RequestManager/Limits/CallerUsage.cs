using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Limits;

/// <summary>
/// Makes the limit of a caller one limit over all replicas, as far as that is cheap: once a second each tells the others, by NOTIFY, what its
/// callers used, and they take it out of their own buckets. So a caller that spreads over N replicas may exceed the limit for a second or two,
/// not for longer; no request pays a round trip for it.
/// </summary>
internal sealed class CallerUsage(CallerLimiter callers, NpgsqlDataSource database, EventBusIdentity identity, ILogger<CallerUsage> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    public const string NotifyChannel = "ssa_caller_usage";

    private const string Notify = "select pg_notify($1, payload) from unnest($2) as payload";
    private const int MaxCallersPerPayload = 100; // a payload must stay below 8,000 bytes

    private readonly ConcurrentDictionary<string, int> _used = new();

    /// <param name="caller">A short digest of who it is.</param>
    public void Note(string caller) => _used.AddOrUpdate(caller, 1, (_, used) => used + 1);

    /// <summary>Takes what another replica said out of our buckets.</summary>
    public void Hear(string payload)
    {
        var report = JsonSerializer.Deserialize<Report>(payload, WireJson.Options)!;
        if (report.Replica == identity.ReplicaId) return;
        foreach (var (caller, used) in report.Used) callers.Charge(caller, used);
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        callers.Settle();
        var used = new List<KeyValuePair<string, int>>();
        foreach (var caller in _used.Keys)
        {
            if (_used.TryRemove(caller, out var count)) used.Add(new(caller, count));
        }

        if (used.Count == 0) return false;
        await using var notify = database.CreateCommand(Notify);
        notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = NotifyChannel });
        notify.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. used.Chunk(MaxCallersPerPayload).Select(Payload)] });
        await notify.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }

    private string Payload(KeyValuePair<string, int>[] used) => JsonSerializer.Serialize(new Report(identity.ReplicaId, new(used)), WireJson.Options);

    private sealed record Report(string Replica, Dictionary<string, int> Used);
}
