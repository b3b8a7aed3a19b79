using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RequestManager.Requests;

namespace RequestManager.Limits;

/// <summary>
/// A token bucket per address, asked before anything costs. A call takes one token, a wrong credential a hundred more: who guesses is slowed
/// long before it matters, who merely works is not. Each replica counts for itself, since asking the others would cost more than it saves.
/// </summary>
internal sealed class AddressLimiter : IDisposable
{
    private const int PriceOfWrongCredential = 100;
    private const int PrefixBytes = 8; // whoever has one IPv6 address has its whole /64

    private readonly PartitionedRateLimiter<HttpContext> _buckets;

    public AddressLimiter(IOptions<RequestOptions> options)
    {
        var limit = options.Value.AddressRateLimit;
        _buckets = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetTokenBucketLimiter(AddressOf(context), _ => limit.ToBucket()));
    }

    /// <returns>False when the address has used up its share.</returns>
    public bool Admits(HttpContext context)
    {
        using var lease = _buckets.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>Takes what a wrong credential costs, or whatever is left.</summary>
    public void Charge(HttpContext context) => _buckets.Drain(context, PriceOfWrongCredential);

    public void Dispose() => _buckets.Dispose();

    internal static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([.. address.GetAddressBytes().Take(PrefixBytes), .. new byte[PrefixBytes]])
            .ToString() + string.Create(CultureInfo.InvariantCulture, $"/{PrefixBytes * 8}"),
        var address => address.ToString(),
    };
}
