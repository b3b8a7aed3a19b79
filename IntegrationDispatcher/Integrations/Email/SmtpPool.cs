using System.Net.Security;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>
/// Connections to the mail server, a bounded number of them, used again while they work. One in use is one lease's alone; what failed in
/// any way is thrown away.
/// </summary>
internal sealed class SmtpPool : IAsyncDisposable
{
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _maxIdle = TimeSpan.FromMinutes(1);

    private readonly SmtpOptions _options;
    private readonly TimeProvider _clock;
    private readonly RemoteCertificateValidationCallback? _trust;
    private readonly SemaphoreSlim _slots;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<SmtpConnection> _idle = []; // the last used last
    private bool _isOver;

    /// <param name="trust">Judges the server's certificate; null for the system's trust.</param>
    public SmtpPool(IOptions<SmtpOptions> options, TimeProvider clock, RemoteCertificateValidationCallback? trust = null)
    {
        (_options, _clock, _trust) = (options.Value, clock, trust);
        _slots = new(_options.MaxConnections);
        _timer = clock.CreateTimer(_ => _ = CloseAsync(_maxIdle), null, _maxIdle, _maxIdle);
    }

    /// <summary>Waits until one more connection may be used.</summary>
    public async Task<SmtpLease> LeaseAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new(this);
    }

    /// <summary>A connection of one's own, outside the pool.</summary>
    public Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken) =>
        SmtpConnection.OpenAsync(_options, _trust, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        lock (_lock) _isOver = true;
        await _timer.DisposeAsync();
        await CloseAsync(TimeSpan.Zero);
    }

    internal async Task<SmtpConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (LastUsed() is { } connection)
        {
            if (await IsGoodAsync(connection, cancellationToken)) return connection;
            connection.Dispose();
        }

        return await OpenAsync(cancellationToken);
    }

    internal void Return(SmtpConnection? good)
    {
        if (good is not null)
        {
            good.UsedAt = _clock.GetUtcNow();
            lock (_lock)
            {
                if (!_isOver)
                {
                    _idle.Add(good);
                    good = null;
                }
            }

            good?.Dispose();
        }

        _slots.Release();
    }

    private SmtpConnection? LastUsed()
    {
        lock (_lock)
        {
            if (_idle.Count == 0) return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private async Task<bool> IsGoodAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var isFresh = _clock.GetUtcNow() - connection.UsedAt < _fresh;
            return !connection.IsOver && (isFresh || await connection.AnswersAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task CloseAsync(TimeSpan idleFor)
    {
        var now = _clock.GetUtcNow();
        SmtpConnection[] old;
        lock (_lock)
        {
            old = [.. _idle.Where(connection => now - connection.UsedAt >= idleFor)];
            _idle.RemoveAll(old.Contains);
        }

        await Task.WhenAll(old.Select(connection => connection.CloseAsync()));
    }
}

/// <summary>The right to use one connection.</summary>
internal sealed class SmtpLease(SmtpPool pool) : IDisposable
{
    private SmtpConnection? _connection;
    private bool _isGood;

    /// <returns>A client that is connected, logged in and, as far as can be known, working.</returns>
    public async Task<SmtpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        _connection = await pool.TakeAsync(cancellationToken);
        return _connection.Client;
    }

    /// <summary>Everything went well: the connection may be used again.</summary>
    public void Keep() => _isGood = true;

    public void Dispose()
    {
        if (!_isGood) _connection?.Dispose();
        pool.Return(_isGood ? _connection : null);
    }
}
