using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentService.Tools.Mcp;

/// <summary>A connection to an MCP server, with the tools it had when it was last asked.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    // A replica has five seconds to stop.
    private static readonly TimeSpan _shutdownTime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly HttpClient? _http;
    private McpClient _client = null!;
    private int _isDisposed;

    private McpConnection(TimeProvider clock, HttpClient? http)
    {
        _clock = clock;
        _http = http;
    }

    public IReadOnlyDictionary<string, Tool> Tools { get; private set; } = new Dictionary<string, Tool>();

    /// <summary>When they were listed, as <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long ListedAt { get; private set; }

    /// <summary>Whether the server said that they have changed, or something went wrong.</summary>
    public bool MustListAgain { get; set; }

    public bool IsOver => _client.Completion.IsCompleted;

    /// <param name="cancellationToken">Of connecting only.</param>
    public static async Task<McpConnection> OpenAsync(string name, McpServerOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var http = string.IsNullOrEmpty(options.Url) ? null : McpCallHeaders.CreateClient();
        var connection = new McpConnection(clock, http);
        try
        {
            connection._client = await McpClient.CreateAsync(TransportTo(name, options, http), connection.ClientOptions(options), loggerFactory: null, cancellationToken);
            await connection.ListAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task ListAsync(CancellationToken cancellationToken)
    {
        MustListAgain = false; // before it is asked: what changes meanwhile must not be missed
        var listed = await _client.ListToolsAsync(cancellationToken: cancellationToken);
        Tools = listed.ToDictionary(tool => tool.Name, tool => tool.ProtocolTool, StringComparer.Ordinal);
        ListedAt = _clock.GetTimestamp();
    }

    public async Task<CallToolResult> CallAsync(CallToolRequestParams asked, ToolCall call, CancellationToken cancellationToken)
    {
        using var _ = McpCallHeaders.For(call);
        return await _client.CallToolAsync(asked, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        if (_client is not null) await _client.DisposeAsync();
        _http?.Dispose();
    }

    private static IClientTransport TransportTo(string name, McpServerOptions options, HttpClient? http) => http is null
        ? new StdioClientTransport(new()
        {
            Name = name,
            Command = options.Command!,
            Arguments = [.. options.Arguments],
            InheritEnvironmentVariables = false,
            EnvironmentVariables = McpEnvironment.For(options),
            ShutdownTimeout = _shutdownTime,
        })
        : new HttpClientTransport(
            new()
            {
                Name = name,
                Endpoint = new(options.Url!),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = options.Headers,
                ConnectionTimeout = options.Timeout,
            },
            http);

    private McpClientOptions ClientOptions(McpServerOptions options) => new()
    {
        ClientInfo = new() { Name = "self-service-agent", Version = "1.0" },
        InitializationTimeout = options.Timeout,
        DiscoverProbeTimeout = options.Timeout / 2, // a new server that is slow must not be taken for an old one; an old one that keeps silent gets the rest
        Handlers = new()
        {
            NotificationHandlers =
            [
                new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                {
                    MustListAgain = true;
                    return ValueTask.CompletedTask;
                }),
            ],
        },
    };
}
