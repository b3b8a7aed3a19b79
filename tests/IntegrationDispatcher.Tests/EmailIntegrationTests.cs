using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;

namespace IntegrationDispatcher.Tests;

public sealed class EmailIntegrationTests
{
    private static readonly Message _message = Mailing.Message;

    public enum At
    {
        Mail,
        Rcpt,
        Data,
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(At.Mail, 421, typeof(Outcome.TryAgain))]
    [InlineData(At.Mail, 451, typeof(Outcome.TryAgain))]
    [InlineData(At.Mail, 550, typeof(Outcome.Refused))]
    [InlineData(At.Mail, 530, typeof(Outcome.TryAgain))]
    [InlineData(At.Rcpt, 421, typeof(Outcome.TryAgain))]
    [InlineData(At.Rcpt, 530, typeof(Outcome.TryAgain))]
    [InlineData(At.Rcpt, 450, typeof(Outcome.TryAgain))]
    [InlineData(At.Rcpt, 452, typeof(Outcome.TryAgain))]
    [InlineData(At.Rcpt, 550, typeof(Outcome.Refused))]
    [InlineData(At.Rcpt, 553, typeof(Outcome.Refused))]
    [InlineData(At.Data, 452, typeof(Outcome.TryAgain))]
    [InlineData(At.Data, 552, typeof(Outcome.Refused))]
    [InlineData(At.Data, 554, typeof(Outcome.Refused))]
    public async Task The_code_says_what_to_do_next_wherever_it_comes(At place, int code, Type outcome)
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide);
        Play(farSide, place, Script.Says(code, "no, as jane.doe@example.org is away"));
        var answer = await mailing.TryAsync(_message, cancellationToken: Ending);
        Assert.IsType(outcome, answer);
        var reason = (answer as Outcome.Refused)?.Reason ?? ((Outcome.TryAgain)answer).Reason;
        Assert.Equal(code == 530 ? "the mail server refuses our login" : $"the mail server answered {code}", reason);
        Assert.Equal(code, answer.StatusCode);
        Assert.StartsWith("no, as jane.doe@example.org is away", answer.ResponseExcerpt, StringComparison.Ordinal);
        Assert.Empty(farSide.Received);
        Play(farSide, place, Script.Takes);
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
    }

    [Theory]
    [InlineData(At.Mail, false)]
    [InlineData(At.Rcpt, false)]
    [InlineData(At.Data, true)]
    public async Task A_server_that_hangs_is_tried_again_and_the_reason_says_whether_it_had_the_mail(At place, bool hadIt)
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, smtp => smtp.Timeout = TimeSpan.FromSeconds(1));
        Play(farSide, place, Script.HangsThere);
        var again = Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.StartsWith("the mail server did not answer within 1 s", again.Reason, StringComparison.Ordinal);
        Assert.Equal(hadIt, again.Reason.Contains("may have sent it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(At.Mail, false)]
    [InlineData(At.Rcpt, false)]
    [InlineData(At.Data, true)]
    public async Task A_server_that_drops_the_connection_is_tried_again_over_another_one(At place, bool hadIt)
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide);
        Play(farSide, place, Script.DropsThere);
        var again = Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.StartsWith("the connection to the mail server broke off", again.Reason, StringComparison.Ordinal);
        Assert.Equal(hadIt, again.Reason.Contains("may have sent it", StringComparison.Ordinal));
        Play(farSide, place, Script.Takes);
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal(2, farSide.Connections);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_tried_again_and_the_probe_tells()
    {
        await using var farSide = await SmtpFarSide.StartAsync(withTls: true, withLogin: true);
        await using var mailing = new Mailing(farSide, smtp => (smtp.Username, smtp.Password) = ("agent", "wrong-password"));
        var again = Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal("the mail server refuses our login", again.Reason);
        Assert.Equal(Probe.Refused("the mail server refuses our login"), await mailing.Integration.ProbeAsync(Ending));
    }

    [Fact]
    public async Task A_login_that_cannot_be_checked_for_now_is_no_refusal()
    {
        await using var farSide = await SmtpFarSide.StartAsync(withTls: true, withLogin: true);
        farSide.AtLogin = Script.Says(454, "4.7.0 Temporary authentication failure");
        await using var mailing = new Mailing(farSide, smtp => (smtp.Username, smtp.Password) = ("agent", SmtpFarSide.Password));
        Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal(Probe.Unreachable("the mail server cannot check our login for now"), await mailing.Integration.ProbeAsync(Ending));
        farSide.AtLogin = Script.Takes;
        Assert.Equal(Probe.Healthy, await mailing.Integration.ProbeAsync(Ending));
    }

    [Theory]
    [InlineData(false, SmtpSecurity.StartTls)]
    [InlineData(false, SmtpSecurity.Auto)]
    [InlineData(true, SmtpSecurity.Tls)]
    public async Task Mails_go_over_a_secret_connection_with_a_login(bool isTlsFromTheStart, object security)
    {
        await using var farSide = await SmtpFarSide.StartAsync(withTls: true, isTlsFromTheStart, withLogin: true);
        await using var mailing = new Mailing(farSide, smtp =>
            (smtp.Security, smtp.Username, smtp.Password) = ((SmtpSecurity)security, "agent", SmtpFarSide.Password));
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal(Probe.Healthy, await mailing.Integration.ProbeAsync(Ending));
        Assert.Single(farSide.Received);
    }

    [Theory]
    [InlineData(false, SmtpSecurity.StartTls)]
    [InlineData(false, SmtpSecurity.Auto)]
    [InlineData(true, SmtpSecurity.Tls)]
    public async Task A_server_with_a_certificate_nobody_vouches_for_gets_neither_password_nor_mail(bool isTlsFromTheStart, object security)
    {
        await using var farSide = await SmtpFarSide.StartAsync(withTls: true, isTlsFromTheStart, withLogin: true);
        await using var mailing = new Mailing(
            farSide, smtp => (smtp.Security, smtp.Username, smtp.Password) = ((SmtpSecurity)security, "agent", SmtpFarSide.Password), trusts: false);
        var again = Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Equal("no secure connection to the mail server could be made", again.Reason);
        Assert.Equal(ProbeVerdict.Unreachable, (await mailing.Integration.ProbeAsync(Ending)).Verdict);
        Assert.Equal((0, 0), (farSide.Logins, farSide.Received.Count));
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.Auto)]
    public async Task A_server_without_encryption_is_not_shown_the_password(object security)
    {
        await using var farSide = await SmtpFarSide.StartAsync(withLogin: true);
        await using var mailing = new Mailing(
            farSide, smtp => (smtp.Security, smtp.Username, smtp.Password) = ((SmtpSecurity)security, "agent", SmtpFarSide.Password));
        var again = Assert.IsType<Outcome.TryAgain>(await mailing.TryAsync(_message, cancellationToken: Ending));
        Assert.Contains("encryption", again.Reason, StringComparison.Ordinal);
        Assert.Equal(ProbeVerdict.Unreachable, (await mailing.Integration.ProbeAsync(Ending)).Verdict);
        Assert.Equal((0, 0), (farSide.Logins, farSide.Received.Count));
    }

    [Fact]
    public async Task The_switch_shows_it()
    {
        await using var farSide = await SmtpFarSide.StartAsync(withLogin: true);
        await using var mailing = new Mailing(farSide, smtp =>
            (smtp.Security, smtp.Username, smtp.Password, smtp.DangerousAllowPlainPassword) = (SmtpSecurity.None, "agent", SmtpFarSide.Password, true));
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
    }

    [Theory]
    [InlineData("554 not from your address\r\n", 554, "the mail server answered our connection with 554")]
    [InlineData("421 too many connections\r\n", 421, "the mail server answered our connection with 421")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", null, "the connection to the mail server broke off")]
    [InlineData("", null, "the mail server did not answer within 1 s")]
    public async Task What_a_server_says_to_the_connection_is_said_about_no_mail(string greeting, int? code, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var mailing = new Mailing(((IPEndPoint)listener.LocalEndpoint).Port, smtp => smtp.Timeout = TimeSpan.FromSeconds(1));
        var attempt = mailing.TryAsync(_message, cancellationToken: Ending);
        using var connection = await listener.AcceptTcpClientAsync(Ending);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(greeting), Ending);
        var again = Assert.IsType<Outcome.TryAgain>(await attempt);
        Assert.Equal((reason, code), (again.Reason, again.StatusCode));
    }

    [Fact]
    public async Task A_server_that_is_away_is_unreachable()
    {
        var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide);
        Assert.Equal(Probe.Healthy, await mailing.Integration.ProbeAsync(Ending));
        await farSide.DisposeAsync();
        Assert.Equal(Probe.Unreachable("no connection to the mail server could be made"), await mailing.Integration.ProbeAsync(Ending));
    }

    [Fact]
    [SuppressMessage("Usage", "xUnit1051", Justification = "it is about a token of its own")]
    public async Task A_probe_that_is_cut_reports_nothing()
    {
        await using var farSide = await SmtpFarSide.StartAsync(withLogin: true);
        farSide.AtLogin = Script.HangsThere;
        await using var mailing = new Mailing(farSide, smtp =>
            (smtp.Username, smtp.Password, smtp.DangerousAllowPlainPassword) = ("agent", SmtpFarSide.Password, true));
        using var cut = new CancellationTokenSource();
        var probe = mailing.Integration.ProbeAsync(cut.Token);
        while (farSide.Logins == 0) await Task.Delay(10, Ending);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }

    [Fact]
    public async Task Each_mail_server_is_one_destination()
    {
        await using var mailing = new Mailing(25, smtp => smtp.Host = "mail.example.com");
        Assert.Equal("smtp:mail.example.com", mailing.Integration.DestinationOf(Mailing.Config()));
        Assert.True(mailing.Integration.IsConfigured);
        await using var without = new Mailing(25, smtp => smtp.Host = "");
        Assert.False(without.Integration.IsConfigured);
    }

    private static void Play(SmtpFarSide farSide, At place, Script script)
    {
        if (place == At.Mail) farSide.AtMail = script;
        if (place == At.Rcpt) farSide.AtRcpt = script;
        if (place == At.Data) farSide.AtData = script;
    }
}
