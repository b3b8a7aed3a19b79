using System.Net.Http.Headers;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// HTTP towards services we have an account with, where a POST must never be made twice by itself: no resilience handler, no redirects, no
/// cookies, and our trace stays with us.
/// </summary>
public static class FarSideHttp
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    /// <param name="idle">How long a connection may wait for its next call; zero for a new connection each time.</param>
    public static HttpClient Create(TimeSpan idle) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = idle,
        PooledConnectionLifetime = idle == TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call brings its own
        MaxResponseContentBufferSize = MaxAnswer,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("self-service-agent", "1.0") } },
    };

    public static DateTimeOffset? NotBefore(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Date: { } date } => date,
        { Delta: { } delta } => clock.GetUtcNow() + delta,
        _ => null,
    };
}
