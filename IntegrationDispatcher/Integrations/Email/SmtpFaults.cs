using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>
/// What goes wrong with a mail server, and what it means for the delivery. In words of ours: an exception's own may hold addresses. Pure.
/// </summary>
internal static class SmtpFaults
{
    public const string LoginRefused = "the mail server refuses our login";

    private const SmtpStatusCode Permanent = (SmtpStatusCode)500;
    private const string PerhapsSent = "; it had been given the mail and may have sent it";

    /// <summary>Whether it is the far side's or the network's doing, and not a fault of ours.</summary>
    public static bool Is(Exception exception) => exception is
        CommandException or ProtocolException or AuthenticationException or SslHandshakeException or NotSupportedException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or ObjectDisposedException
        or IOException or SocketException or TimeoutException or OperationCanceledException;

    /// <summary>Before there was a connection to send over, nothing is said about the mail: it is always tried again.</summary>
    public static Outcome OfConnecting(Exception exception, TimeSpan timeout) =>
        Answered(new Outcome.TryAgain(ReasonOfConnecting(exception, timeout)), exception);

    /// <param name="isHandedOver">Whether the server had been given the mail.</param>
    public static Outcome OfSending(Exception exception, TimeSpan timeout, bool isHandedOver)
    {
        var perhaps = isHandedOver ? PerhapsSent : "";
        Outcome outcome = exception switch
        {
            ServiceNotAuthenticatedException => new Outcome.TryAgain(LoginRefused),
            SmtpCommandException { StatusCode: >= Permanent } no => new Outcome.Refused($"the mail server answered {(int)no.StatusCode}"),
            SmtpCommandException no => new Outcome.TryAgain($"the mail server answered {(int)no.StatusCode}"),
            OperationCanceledException or TimeoutException => new Outcome.TryAgain($"{Late(timeout)}{perhaps}"),
            _ => new Outcome.TryAgain($"the connection to the mail server broke off{perhaps}"),
        };
        return Answered(outcome, exception);
    }

    /// <summary>A login that is refused for now says nothing about the login.</summary>
    public static Probe OfProbe(Exception exception, TimeSpan timeout) =>
        exception is AuthenticationException && !IsForNow(exception)
            ? Probe.Refused(LoginRefused) : Probe.Unreachable(ReasonOfConnecting(exception, timeout));

    private static string ReasonOfConnecting(Exception exception, TimeSpan timeout) => exception switch
    {
        AuthenticationException when IsForNow(exception) => "the mail server cannot check our login for now",
        AuthenticationException or ServiceNotAuthenticatedException => LoginRefused,
        SmtpCommandException no => $"the mail server answered our connection with {(int)no.StatusCode}",
        PlainPasswordException => "the mail server offers no encryption, and the password is not sent without it",
        SslHandshakeException => "no secure connection to the mail server could be made",
        NotSupportedException => "the mail server does not offer the encryption or the login that is configured",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }
            => "the mail server's name could not be resolved",
        SocketException => "no connection to the mail server could be made",
        OperationCanceledException or TimeoutException => Late(timeout),
        _ => "the connection to the mail server broke off",
    };

    private static Outcome Answered(Outcome outcome, Exception exception)
    {
        (SmtpStatusCode Code, string Text)? answer = exception switch
        {
            SmtpCommandException no => (no.StatusCode, no.Message),
            ServiceNotAuthenticatedException no => (SmtpStatusCode.AuthenticationRequired, no.Message),
            { InnerException: SmtpCommandException no } => (no.StatusCode, no.Message),
            _ => null,
        };
        return answer is var (code, text)
            ? outcome with { StatusCode = (int)code, ResponseExcerpt = Excerpt.Of(text) } : outcome;
    }

    private static bool IsForNow(Exception exception) => exception.InnerException is SmtpCommandException { StatusCode: < Permanent };

    private static string Late(TimeSpan timeout) => $"the mail server did not answer within {timeout.TotalSeconds} s";
}
