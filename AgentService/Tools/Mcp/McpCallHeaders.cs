using System.Globalization;
using System.Text;

namespace AgentService.Tools.Mcp;

/// <summary>Puts into each HTTP request of a call whom it is for and by which key it is known. What the model says cannot change that.</summary>
internal sealed class McpCallHeaders : DelegatingHandler
{
    public const string UserId = "x-ssa-user-id", IdempotencyKey = "x-ssa-idempotency-key";

    private static readonly AsyncLocal<ToolCall?> _current = new();

    private McpCallHeaders(HttpMessageHandler inner)
        : base(inner)
    {
    }

    public static HttpClient CreateClient() => new(new McpCallHeaders(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null, PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    }))
    {
        Timeout = Timeout.InfiniteTimeSpan, // whoever calls limits it
    };

    /// <summary>Until it is disposed of, what is sent is for this call.</summary>
    public static IDisposable For(ToolCall call)
    {
        _current.Value = call;
        return new Ending();
    }

    /// <summary>A header takes ASCII only: everything else, and the percent sign, is percent-encoded UTF-8.</summary>
    public static string Encoded(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        b is > (byte)' ' and < 0x7f and not (byte)'%' ? ((char)b).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_current.Value is { } call)
        {
            request.Headers.TryAddWithoutValidation(UserId, Encoded(call.UserId));
            request.Headers.TryAddWithoutValidation(IdempotencyKey, call.Key);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private sealed class Ending : IDisposable
    {
        public void Dispose() => _current.Value = null;
    }
}
