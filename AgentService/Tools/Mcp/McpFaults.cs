using System.Net;
using ModelContextProtocol;

namespace AgentService.Tools.Mcp;

/// <summary>Tells what a failed call of an MCP server means: never, later, and whether anything was done.</summary>
internal static class McpFaults
{
    public static ToolException NotConnected(Exception e, string server) => Http(e)?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? new($"The MCP server {server} refuses our credentials.", e) { DidNothing = true }
        : new($"The MCP server {server} cannot be reached.", e) { Passes = true, DidNothing = true };

    /// <returns>Null for a call that was given up by its caller.</returns>
    public static ToolException? Of(Exception e, string server, CancellationToken given) => e switch
    {
        OperationCanceledException when given.IsCancellationRequested => null,
        McpProtocolException { ErrorCode: McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound or McpErrorCode.InvalidRequest }
            => new($"The MCP server {server} does not take such a call.", e) { DidNothing = true },
        _ when Http(e) is { } http => OfHttp(http, server),
        _ => new($"The call of the MCP server {server} broke off.", e) { Passes = true },
    };

    /// <summary>Whether nothing more will come over this connection: the process is gone, or the session.</summary>
    public static bool IsOfConnection(Exception e) => e is IOException or ObjectDisposedException || Http(e) is { StatusCode: null or HttpStatusCode.NotFound };

    private static ToolException OfHttp(HttpRequestException e, string server) => e.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new($"The MCP server {server} refuses our credentials.", e) { DidNothing = true },
        HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests => new($"The MCP server {server} did not take the call.", e) { Passes = true, DidNothing = true },
        _ => new($"The call of the MCP server {server} broke off.", e) { Passes = true, DidNothing = HasNotLeft(e) },
    };

    private static bool HasNotLeft(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static HttpRequestException? Http(Exception? e) => e as HttpRequestException ?? (e is null ? null : Http(e.InnerException));
}
