using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>
/// The HTTP client for addresses that people choose. Addresses are judged where the connection is made, after the name is resolved, so
/// that neither a name that changes its mind nor an odd spelling leads inside. It follows nothing and remembers nothing.
/// </summary>
internal sealed class WebhookClient(IOptions<WebhooksOptions> options) : IDisposable
{
    private readonly HttpClient _http = Create(options.Value.DangerousAllowLoopback);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static HttpClient Create(bool allowLoopback) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false, // a proxy would resolve the name itself, unjudged
        UseCookies = false,
        ActivityHeadersPropagator = null, // our trace is no business of strangers
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, allowLoopback, cancellationToken),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each webhook brings its own
    };

    private static async Task<Stream> ConnectAsync(DnsEndPoint farSide, bool allowLoopback, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(farSide.Host, out var literal) ? (IPAddress[])[literal] : await Dns.GetHostAddressesAsync(farSide.Host, cancellationToken);
        foreach (var address in addresses)
        {
            if (AddressRules.Refusal(address, allowLoopback) is { } kind) throw new ForbiddenAddressException(kind);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, farSide.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The far side's name leads where webhooks must not go.</summary>
internal sealed class ForbiddenAddressException(string kind) : Exception($"the url leads to {kind}");
