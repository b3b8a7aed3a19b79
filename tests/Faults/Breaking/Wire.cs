using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Faults.Breaking;

/// <summary>A wire between the services and a server, that can be cut, stay cut, and be slow.</summary>
internal sealed class Wire : IAsyncDisposable
{
    public const string Host = "127.0.0.1";

    private const int BufferSize = 16 * 1024;

    private readonly TcpListener _near = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private int _farPort;

    public Wire()
    {
        _near.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_near.LocalEndpoint).Port;

    /// <summary>How long everything takes, each way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether new connections are closed at once.</summary>
    public bool IsCut { get; set; }

    public void LeadsTo(int port) => _farPort = port;

    /// <summary>Resets every connection there is, whatever is on its way.</summary>
    public void CutAll()
    {
        foreach (var socket in _open.Keys)
        {
            try
            {
                socket.LingerState = new(enable: true, seconds: 0);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                continue; // it has just been closed
            }

            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _near.Stop();
        CutAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var near = await _near.AcceptSocketAsync(_end.Token);
                _ = ConnectAsync(near);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                continue;
            }
        }
    }

    private async Task ConnectAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            if (IsCut) return;
            _open[near] = _open[far] = 0;
            try
            {
                await far.ConnectAsync(Host, _farPort, _end.Token);
                await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // either end is gone, and so is the other in a moment
            }

            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var length)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _end.Token);
                for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent..length), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the other end hears of it when this one is closed
        }
    }
}
