using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>
/// Writes the mail for a message. It has the same id at every attempt, so that a server or a reader knows a repetition; mails of one
/// session refer to one id, so that they are shown as one conversation.
/// </summary>
internal sealed class MailWriter(IOptions<SmtpOptions> options, MailTemplates templates, UnsubscribeLinks unsubscribing)
{
    private const int MaxSubject = 200;
    private const int MaxName = 255;
    private const int MaxLink = 900; // a header line has 998 characters, and a link cannot be folded

    private readonly MailboxAddress _from = new(OneLine.Of(options.Value.FromName, MaxName), options.Value.From);

    public MimeMessage Write(Message message, EmailSettings settings)
    {
        var model = ModelOf(message, settings);
        var thread = $"session.{message.SessionId}@{_from.Domain}";
        var mail = new MimeMessage
        {
            Date = message.CreatedAt,
            MessageId = $"{message.DeliveryId}@{_from.Domain}",
            InReplyTo = thread,
            Subject = OneLine.Of(templates.Subject(model), MaxSubject),
            Body = BodyOf(model, settings),
        };
        mail.References.Add(thread);
        mail.From.Add(_from);
        mail.To.Add(new MailboxAddress(null, settings.Address));
        if (settings.ReplyTo is { } replyTo) mail.ReplyTo.Add(new MailboxAddress(null, replyTo));
        mail.Headers.Add("Auto-Submitted", message.Origin is null ? "auto-generated" : "auto-replied"); // RFC 3834
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Headers.Add("X-Request-ID", message.RequestId.ToString());
        mail.Headers.Add("X-Session-ID", message.SessionId.ToString());
        if (model.UnsubscribeUrl is { } link) AddUnsubscribe(mail.Headers, link); // RFC 8058
        return mail;
    }

    private MailModel ModelOf(Message message, EmailSettings settings)
    {
        var subject = OneLine.Of(message.Subject, MaxSubject);
        var link = unsubscribing.LinkFor(message.UserId);
        return new(
            message.Content,
            settings.IsHtml ? MailMarkdown.ToHtml(message.Content) : "",
            subject.Length == 0 ? null : subject,
            OneLine.Of(message.AgentId, MaxName),
            OneLine.Of(message.UserId, MaxName),
            message.RequestId,
            message.SessionId,
            settings.IncludeSignature && options.Value.Signature.Length > 0 ? options.Value.Signature : null,
            settings.IncludeAgentInfo,
            link?.AbsoluteUri.Length <= MaxLink ? link : null,
            message.CreatedAt);
    }

    private MimeEntity BodyOf(MailModel model, EmailSettings settings)
    {
        var text = new TextPart(TextFormat.Plain) { Text = templates.Text(model) };
        return settings.IsHtml ? new MultipartAlternative(text, new TextPart(TextFormat.Html) { Text = templates.Html(model) }) : text;
    }

    private static void AddUnsubscribe(HeaderList headers, Uri link)
    {
        headers.Add("List-Unsubscribe", $"<{link.AbsoluteUri}>");
        headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
}
