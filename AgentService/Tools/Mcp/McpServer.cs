using ModelContextProtocol.Protocol;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Mcp;

/// <summary>One MCP server: connected to when it is first needed, and again after it was away.</summary>
internal sealed class McpServer(string name, McpServerOptions options, TimeProvider clock) : IAsyncDisposable
{
    // A server without sessions has no way to say that its tools have changed.
    private static readonly TimeSpan _freshness = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile McpConnection? _connection;

    public string Name => name;

    public McpServerOptions Options => options;

    /// <summary>Whether the configuration says that the tool changes nothing.</summary>
    public bool IsKnownReadOnly(string tool) => options.ReadOnly.Contains(tool);

    /// <returns>Null when it has no such tool.</returns>
    /// <exception cref="ToolException">It cannot be asked.</exception>
    public async Task<ITool?> FindAsync(string tool, CancellationToken cancellationToken)
    {
        var connection = await ConnectedAsync(cancellationToken);
        if (!connection.Tools.ContainsKey(tool))
        {
            connection.MustListAgain = true;
            connection = await ConnectedAsync(cancellationToken);
        }

        return connection.Tools.TryGetValue(tool, out var found) ? new McpTool(this, found) : null;
    }

    /// <exception cref="ToolException">It did not work.</exception>
    public async Task<CallToolResult> CallAsync(CallToolRequestParams asked, ToolCall call, CancellationToken cancellationToken)
    {
        var connection = await ConnectedAsync(cancellationToken);
        try
        {
            return await connection.CallAsync(asked, call, cancellationToken);
        }
        catch (Exception e) when (McpFaults.Of(e, name, cancellationToken) is { } fault)
        {
            connection.MustListAgain = true;
            if (McpFaults.IsOfConnection(e)) await DropAsync(connection);
            throw fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private bool IsCurrent(McpConnection? connection) =>
        connection is { IsOver: false, MustListAgain: false } && clock.GetElapsedTime(connection.ListedAt) < _freshness;

    private async Task<McpConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } connection && IsCurrent(connection)) return connection;
        using var limit = new TimeLimit(options.Timeout, clock, cancellationToken);
        try
        {
            await _connecting.WaitAsync(limit.Token);
            try
            {
                return await ConnectAsync(limit.Token);
            }
            finally
            {
                _connecting.Release();
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw McpFaults.NotConnected(e, name);
        }
    }

    private async Task<McpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } current)
        {
            if (IsCurrent(current)) return current; // somebody else was faster
            if (!current.IsOver && await TryListAsync(current, cancellationToken)) return current;
            await DropAsync(current);
        }

        var connection = await McpConnection.OpenAsync(name, options, clock, cancellationToken);
        _connection = connection;
        return connection;
    }

    private static async Task<bool> TryListAsync(McpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ListAsync(cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // whatever it is: a new connection tells
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    // Whoever else calls over it at the moment fares no better.
    private async Task DropAsync(McpConnection connection)
    {
        Interlocked.CompareExchange(ref _connection, null, connection);
        await connection.DisposeAsync();
    }
}
