using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace RequestManager.Limits;

/// <summary>A token bucket: so many at once, and so many a second after that.</summary>
public sealed class RateLimit
{
    /// <summary>Tokens that come back each second.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = 1;

    /// <summary>Tokens a full bucket holds.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1;

    internal TokenBucketRateLimiterOptions ToBucket() => new()
    {
        TokenLimit = Burst,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        TokensPerPeriod = PerSecond,
        QueueLimit = 0,
    };
}

internal static class RateLimits
{
    /// <summary>Takes so many tokens out of a bucket, or whatever is left.</summary>
    /// <returns>How many were taken.</returns>
    public static int Drain<TResource>(this PartitionedRateLimiter<TResource> buckets, TResource bucket, int tokens)
    {
        var taken = (int)Math.Min(buckets.GetStatistics(bucket)?.CurrentAvailablePermits ?? 0, tokens);
        using var lease = buckets.AttemptAcquire(bucket, taken);
        return lease.IsAcquired ? taken : 0;
    }
}
