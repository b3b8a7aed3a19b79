using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RequestManager.Requests;

namespace RequestManager.Limits;

/// <summary>A token bucket per caller, asked last, when a request would otherwise be accepted.</summary>
internal sealed class CallerLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string> _buckets;
    private readonly Dictionary<string, int> _debts = [];
    private readonly int _burst;

    public CallerLimiter(IOptions<RequestOptions> options)
    {
        var limit = options.Value.RateLimit;
        _burst = limit.Burst;
        _buckets = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => limit.ToBucket()));
    }

    /// <param name="caller">A short digest of who it is.</param>
    /// <param name="after">How long until there is a token again, when there is none.</param>
    public bool Admits(string caller, out TimeSpan? after)
    {
        Charge(caller, 0);
        using var lease = _buckets.AttemptAcquire(caller);
        after = lease.TryGetMetadata(MetadataName.RetryAfter, out var pause) ? pause : null;
        return lease.IsAcquired;
    }

    /// <summary>
    /// Takes what the caller used elsewhere. What its bucket does not hold it owes, up to a whole bucket, out of what comes back: else a
    /// caller that empties every replica's bucket at once would have the limit once on each.
    /// </summary>
    public void Charge(string caller, int used)
    {
        lock (_debts)
        {
            var owed = _debts.GetValueOrDefault(caller) + used;
            var rest = owed == 0 ? 0 : Math.Min(owed - _buckets.Drain(caller, owed), _burst);
            if (rest > 0) _debts[caller] = rest;
            else _debts.Remove(caller);
        }
    }

    /// <summary>Takes all that is owed and has come back meanwhile; so nobody's debt is kept for ever.</summary>
    public void Settle()
    {
        lock (_debts)
        {
            foreach (var caller in _debts.Keys.ToList()) Charge(caller, 0);
        }
    }

    public void Dispose() => _buckets.Dispose();
}
