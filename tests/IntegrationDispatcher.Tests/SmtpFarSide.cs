using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IntegrationDispatcher.Tests;

/// <summary>A mail server that speaks real SMTP and answers as a test says.</summary>
internal sealed class SmtpFarSide : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string Password = "right-password";

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Guid, ISessionContext> _open = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private int _connections;
    private int _logins;

    private SmtpFarSide()
    {
    }

    public int Port { get; private set; }

    /// <summary>Its certificate, which nobody trusts unasked; null without TLS.</summary>
    public X509Certificate2? Certificate { get; private init; }

    /// <summary>What it has taken, as it came.</summary>
    public ConcurrentQueue<byte[]> Received { get; } = [];

    /// <summary>How many connections were made to it.</summary>
    public int Connections => _connections;

    /// <summary>How many of them there are now.</summary>
    public int Open => _open.Count;

    /// <summary>How many passwords it was shown.</summary>
    public int Logins => _logins;

    /// <summary>Ends once it was given a sender.</summary>
    public Task Reached => _reached.Task;

    public Script AtLogin { get; set; } = Script.Takes;

    public Script AtMail { get; set; } = Script.Takes;

    public Script AtRcpt { get; set; } = Script.Takes;

    public Script AtData { get; set; } = Script.Takes;

    public static async Task<SmtpFarSide> StartAsync(bool withTls = false, bool isTlsFromTheStart = false, bool withLogin = false)
    {
        var farSide = new SmtpFarSide { Certificate = withTls || isTlsFromTheStart ? MakeCertificate() : null };
        var listening = new TaskCompletionSource<int>();
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => listening.SetResult(((IPEndPoint)started.LocalEndPoint).Port);
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(listeners);
        services.Add((IMessageStore)farSide);
        services.Add((IMailboxFilter)farSide);
        services.Add((IUserAuthenticator)farSide);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").MaxAuthenticationAttempts(10).Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).IsSecure(isTlsFromTheStart);
            endpoint.AuthenticationRequired(withLogin).AllowUnsecureAuthentication();
            if (farSide.Certificate is { } certificate) endpoint.Certificate(certificate);
        });
        var server = new SmtpServer.SmtpServer(options.Build(), services);
        server.SessionCreated += farSide.Opened;
        server.SessionCompleted += farSide.Closed;
        server.SessionFaulted += farSide.Closed;
        server.SessionCancelled += farSide.Closed;
        farSide._running = server.StartAsync(farSide._end.Token);
        farSide.Port = await listening.Task;
        return farSide;
    }

    /// <summary>The mails it has taken, read by someone else's reader.</summary>
    public IReadOnlyList<MimeMessage> Mails() => [.. Received.Select(bytes => MimeMessage.Load(new MemoryStream(bytes)))];

    /// <summary>Closes every connection there is.</summary>
    public void DropAll()
    {
        foreach (var session in _open.Values) Drop(session);
    }

    public async Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await PlayAsync(AtMail, context, cancellationToken);
        return true;
    }

    public async Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken)
    {
        await PlayAsync(AtRcpt, context, cancellationToken);
        return true;
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (AtData.Code is { } code) return new((SmtpReplyCode)code, AtData.Text);
        await PlayAsync(AtData, context, cancellationToken);
        Received.Enqueue(buffer.ToArray());
        return new(SmtpReplyCode.Ok, "thanks");
    }

    public async Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _logins);
        await PlayAsync(AtLogin, context, cancellationToken);
        return password == Password;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        DropAll();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // as told
        }

        Certificate?.Dispose();
        _end.Dispose();
    }

    private static async Task PlayAsync(Script script, ISessionContext context, CancellationToken cancellationToken)
    {
        if (script.Code is { } code) throw new SmtpResponseException(new((SmtpReplyCode)code, script.Text), quit: code == 421);
        if (script.Drops) Drop(context);
        if (script.Hangs) await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static void Drop(ISessionContext context) => (context.Pipe as IDisposable)?.Dispose();

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private void Opened(object? sender, SessionEventArgs session)
    {
        Interlocked.Increment(ref _connections);
        _open[session.Context.SessionId] = session.Context;
    }

    private void Closed(object? sender, SessionEventArgs session) => _open.TryRemove(session.Context.SessionId, out _);
}

/// <summary>What a mail server does at one point of the conversation.</summary>
internal sealed record Script(int? Code = null, string Text = "no", bool Hangs = false, bool Drops = false)
{
    public static Script Takes { get; } = new();

    public static Script HangsThere { get; } = new(Hangs: true);

    public static Script DropsThere { get; } = new(Drops: true);

    public static Script Says(int code, string text = "no") => new(code, text);
}
