using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RequestManager.Limits;

namespace RequestManager.Requests;

/// <summary>What the corridor asks before it lets a request in: is there room, and has this caller asked too much.</summary>
internal sealed class IntakeLimits(IOptions<RequestOptions> options, CallerLimiter callers, CallerUsage usage) : IDisposable
{
    private const int DigestBytes = 16;

    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = options.Value.MaxWaiting, QueueLimit = 0 });

    /// <summary>A place among the calls in progress; given back when disposed. Not acquired when all are taken.</summary>
    public RateLimitLease TakePlace() => _places.AttemptAcquire();

    /// <returns>Null when the caller may go on.</returns>
    public IResult? Refuse(NormalizedRequest request, HttpContext http)
    {
        var caller = DigestOf(request, http);
        if (!callers.Admits(caller, out var after)) return LimitsExtensions.RateLimited(http, after);
        usage.Note(caller);
        return null;
    }

    public void Dispose() => _places.Dispose();

    // Nobody in particular is known by where they come from. A digest is short whatever the name, and names nobody to those who listen.
    private static string DigestOf(NormalizedRequest request, HttpContext http)
    {
        var caller = request.SentBy == RequestOwner.Nobody ? AddressLimiter.AddressOf(http) : request.SentBy;
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(caller)).AsSpan(0, DigestBytes));
    }
}
