using System.Threading.RateLimiting;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>A person's test messages over one way out: a few at once, and then one every ten seconds. Each is a mail or a text somebody pays for.</summary>
internal sealed class TestMessageLimit : IDisposable
{
    public const int RetryAfterSeconds = 10;

    private const int AtOnce = 5;

    private readonly PartitionedRateLimiter<(string UserId, IntegrationType Type)> _buckets =
        PartitionedRateLimiter.Create<(string UserId, IntegrationType Type), (string UserId, IntegrationType Type)>(
            way => RateLimitPartition.GetTokenBucketLimiter(way, _ => new()
            {
                TokenLimit = AtOnce,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromSeconds(RetryAfterSeconds),
                QueueLimit = 0,
            }));

    public bool Admits(string userId, IntegrationType type)
    {
        using var lease = _buckets.AttemptAcquire((userId, type));
        return lease.IsAcquired;
    }

    public void Dispose() => _buckets.Dispose();
}
