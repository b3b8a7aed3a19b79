using System.Text;
using IntegrationDispatcher.Integrations;
using MimeKit;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

/// <summary>What arrives at the mail server, read back by a reader of mails.</summary>
public sealed class MailTests
{
    private static readonly Message _message = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "jane.doe@example.org", "laptop-refresh", "Grüße vom Helfer",
        "Grüße, **Jane**:\n\n- see [the page](https://example.com/a?b=1&c=2)", IntegrationType.Web, null, null,
        new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_has_text_and_html_and_says_what_it_belongs_to()
    {
        var (mail, raw, mailing) = await SendAsync(_message, """{"include_agent_info":true,"reply_to":"desk@example.com"}""");
        Assert.Equal("Grüße vom Helfer", mail.Subject);
        Assert.Equal(("Ägent", "agent@example.com"), (mail.From.Mailboxes.Single().Name, mail.From.Mailboxes.Single().Address));
        Assert.Equal(Mailing.To, mail.To.Mailboxes.Single().Address);
        Assert.Equal("desk@example.com", mail.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal($"{_message.DeliveryId}@example.com", mail.MessageId);
        Assert.Equal(($"session.{_message.SessionId}@example.com", mail.InReplyTo), (mail.References.Single(), mail.References.Single()));
        Assert.Equal("auto-replied", mail.Headers["Auto-Submitted"]);
        Assert.Equal("All", mail.Headers["X-Auto-Response-Suppress"]);
        Assert.Equal((_message.RequestId.ToString(), _message.SessionId.ToString()), (mail.Headers["X-Request-ID"], mail.Headers["X-Session-ID"]));
        Assert.Equal(_message.CreatedAt, mail.Date);
        Assert.IsType<MultipartAlternative>(mail.Body);

        Assert.StartsWith(_message.Content, mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Grüße, <strong>Jane</strong>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://example.com/a?b=1&amp;c=2" """, mail.HtmlBody, StringComparison.Ordinal);
        Assert.All([mail.TextBody, mail.HtmlBody], body =>
        {
            Assert.Contains("Answered by laptop-refresh", body, StringComparison.Ordinal);
            Assert.Contains("Your IT", body, StringComparison.Ordinal);
        });

        var link = mail.Headers["List-Unsubscribe"]!;
        Assert.Contains($"List-Unsubscribe: <{Mailing.BaseUrl}/unsubscribe/", Unfolded(raw), StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        Assert.StartsWith($"<{Mailing.BaseUrl}/unsubscribe/", link, StringComparison.Ordinal);
        Assert.Equal(_message.UserId, mailing.Links.PersonOf(link[(link.LastIndexOf('/') + 1)..^1]));
        Assert.All([mail.TextBody, mail.HtmlBody], body => Assert.Contains(link[1..^1], body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repetition_has_the_same_id()
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide);
        await mailing.TryAsync(_message, cancellationToken: Ending);
        await mailing.TryAsync(_message, cancellationToken: Ending);
        Assert.Equal(2, farSide.Received.Count);
        Assert.Single(farSide.Mails().Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task Format_text_sends_text_alone()
    {
        var (mail, _, _) = await SendAsync(_message, """{"format":"text"}""");
        Assert.IsType<TextPart>(mail.Body);
        Assert.Null(mail.HtmlBody);
        Assert.Contains("**Jane**", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_and_signature_can_be_left_out_and_without_a_public_address_there_is_no_unsubscribing()
    {
        var (mail, _, _) = await SendAsync(_message with { Subject = null }, """{"include_agent_info":false,"include_signature":false}""", baseUrl: "");
        Assert.Equal("Your answer", mail.Subject);
        Assert.All([mail.TextBody, mail.HtmlBody], body =>
        {
            Assert.DoesNotContain("laptop-refresh", body, StringComparison.Ordinal);
            Assert.DoesNotContain("Your IT", body, StringComparison.Ordinal);
            Assert.DoesNotContain("unsubscribe", body, StringComparison.OrdinalIgnoreCase);
        });
        Assert.DoesNotContain(mail.Headers, header => header.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_message_that_answers_none_says_so()
    {
        var (mail, _, _) = await SendAsync(_message with { Origin = null });
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
    }

    [Theory]
    [InlineData("a\r\nBcc: evil@example.net")]
    [InlineData("a\nBcc: evil@example.net\n\nbody")]
    [InlineData("a\rBcc: evil@example.net")]
    [InlineData("a\u0085Bcc: evil@example.net\u2028Bcc: evil@example.net\u2029\0\u000b\u001b[31m")]
    [InlineData("=?utf-8?q?a=0D=0ABcc:_evil@example.net?=")]
    [InlineData("half \ud83d a pair")]
    [InlineData("evil@example.net>, <evil@example.net")]
    public async Task Nothing_anybody_chooses_becomes_a_header(string hostile)
    {
        var message = _message with { Subject = hostile, AgentId = hostile, UserId = hostile };
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, smtp => smtp.FromName = hostile);
        var config = Mailing.Config("""{"include_agent_info":true}""");
        config["reply_to"] = hostile;
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(message, config, Ending));
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(message with { Subject = null }, config, Ending));
        var reference = (await SendAsync(_message)).Mail.Headers.Select(header => header.Field);
        Assert.All(farSide.Mails(), mail =>
        {
            Assert.Equal(reference.Order(), mail.Headers.Select(header => header.Field).Order());
            Assert.Equal([Mailing.To], mail.GetRecipients().Select(recipient => recipient.Address));
            Assert.DoesNotContain(mail.Subject!, char.IsControl);
            Assert.Equal("agent@example.com", mail.From.Mailboxes.Single().Address);
        });
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: evil@example.net")]
    [InlineData("a@example.org, evil@example.net")]
    [InlineData("Jane <a@example.org>")]
    [InlineData("not an address")]
    public async Task What_is_no_address_is_never_written_to(string address)
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide);
        System.Text.Json.Nodes.JsonObject config = new() { ["email_address"] = address };
        Assert.Equal("no e-mail address is known", mailing.Integration.Objection(config));
        Assert.IsType<Outcome.Refused>(await mailing.TryAsync(_message, config, Ending));
        Assert.Equal(0, farSide.Connections);
    }

    [Fact]
    public async Task A_long_subject_is_cut_between_characters()
    {
        var (mail, _, _) = await SendAsync(_message with { Subject = "x" + string.Concat(Enumerable.Repeat("😀", 300)) });
        Assert.InRange(mail.Subject!.Length, 150, 200);
        Assert.EndsWith("😀…", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_lines_are_sent_within_what_mail_allows()
    {
        var content = string.Join(' ', Enumerable.Repeat("wörd", 2000));
        var (mail, raw, _) = await SendAsync(_message with { Content = content });
        Assert.StartsWith(content, mail.TextBody, StringComparison.Ordinal);
        Assert.All(Encoding.Latin1.GetString(raw).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    }

    [Fact]
    public async Task A_link_too_long_for_a_header_is_left_out()
    {
        var longUrl = $"https://agent.example.com/{new string('b', 400)}";
        var (mail, _, _) = await SendAsync(_message with { UserId = new string('ü', 255) }, baseUrl: longUrl);
        Assert.False(mail.Headers.Contains(HeaderId.ListUnsubscribe));
    }

    private static async Task<(MimeMessage Mail, byte[] Raw, Mailing Mailing)> SendAsync(
        Message message, string config = "{}", string baseUrl = Mailing.BaseUrl)
    {
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, baseUrl: baseUrl);
        var outcome = await mailing.TryAsync(message, Mailing.Config(config), Ending);
        Assert.Equal(("thanks", 250), (Assert.IsType<Outcome.Delivered>(outcome).ResponseExcerpt, outcome.StatusCode!.Value));
        return (Assert.Single(farSide.Mails()), Assert.Single(farSide.Received), mailing);
    }

    private static string Unfolded(byte[] raw) => Encoding.Latin1.GetString(raw).Replace("\r\n ", " ", StringComparison.Ordinal);
}
