using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>One connection to the mail server, logged in.</summary>
internal sealed class SmtpConnection : IDisposable
{
    private static readonly TimeSpan _checkTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _quitTime = TimeSpan.FromSeconds(1);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private SmtpConnection(RemoteCertificateValidationCallback? trust) => Client = new()
    {
        Timeout = System.Threading.Timeout.Infinite, // every attempt brings its own
        ServerCertificateValidationCallback = trust,
        CheckCertificateRevocation = false, // as HttpClient: a list that cannot be fetched would stop all mail
    };

    public SmtpClient Client { get; }

    /// <summary>When it was last found working.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>Whether the far side has closed it, or said something unasked, which is how it says goodbye.</summary>
    public bool IsOver => !Client.IsConnected || _socket.Poll(0, SelectMode.SelectRead);

    /// <param name="trust">Judges the server's certificate; null for the system's trust.</param>
    /// <exception cref="PlainPasswordException">The server offers no encryption, and the password must not go without.</exception>
    public static async Task<SmtpConnection> OpenAsync(
        SmtpOptions options, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        var connection = new SmtpConnection(trust);
        try
        {
            await connection._socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            await connection.Client.ConnectAsync(connection._socket, options.Host, options.Port, Of(options.Security), cancellationToken);
            if (options.Username.Length > 0)
            {
                if (!connection.Client.IsSecure && !options.DangerousAllowPlainPassword) throw new PlainPasswordException();
                await connection.Client.AuthenticateAsync(new NetworkCredential(options.Username, options.Password), cancellationToken);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>Whether the server still answers.</returns>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(_checkTime);
        try
        {
            await Client.NoOpAsync(soon.Token);
            return true;
        }
        catch (Exception e) when (SmtpFaults.Is(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Says goodbye and closes it.</summary>
    public async Task CloseAsync()
    {
        using var soon = new CancellationTokenSource(_quitTime);
        try
        {
            await Client.DisconnectAsync(quit: true, soon.Token);
        }
        catch (Exception e) when (SmtpFaults.Is(e))
        {
            // it is closed anyway
        }

        Dispose();
    }

    public void Dispose()
    {
        Client.Dispose();
        _socket.Dispose();
    }

    private static SecureSocketOptions Of(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Auto => SecureSocketOptions.Auto,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}

/// <summary>The password would be readable on its way.</summary>
internal sealed class PlainPasswordException() : ProtocolException("the mail server offers no encryption");
