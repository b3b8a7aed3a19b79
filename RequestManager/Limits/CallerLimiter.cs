using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RequestManager.Requests;

namespace RequestManager.Limits;

/// <summary>A token bucket per caller, asked last, when a request would otherwise be accepted.</summary>
internal sealed class CallerLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string> _buckets;

    public CallerLimiter(IOptions<RequestOptions> options)
    {
        var limit = options.Value.RateLimit;
        _buckets = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => limit.ToBucket()));
    }

    /// <param name="caller">A short digest of who it is.</param>
    /// <param name="after">How long until there is a token again, when there is none.</param>
    public bool Admits(string caller, out TimeSpan? after)
    {
        using var lease = _buckets.AttemptAcquire(caller);
        after = lease.TryGetMetadata(MetadataName.RetryAfter, out var pause) ? pause : null;
        return lease.IsAcquired;
    }

    /// <summary>Takes what the caller used elsewhere, or whatever is left.</summary>
    public void Charge(string caller, int used) => _buckets.Drain(caller, used);

    public void Dispose() => _buckets.Dispose();
}
