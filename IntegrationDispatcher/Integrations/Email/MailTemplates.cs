using Fluid.Values;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>The templates of a mail's subject, text and HTML.</summary>
internal sealed class MailTemplates(IOptions<SmtpOptions> options)
{
    private const string SubjectName = "subject";
    private const string TextName = "text";
    private const string HtmlName = "html";

    private static readonly MailModel _sample = new(
        "content", "<p>content</p>", "subject", "agent", "person", Guid.Empty, Guid.Empty,
        "signature", true, new("https://example.com/"), DateTimeOffset.UnixEpoch);

    private readonly Templates _templates = Templates.Read(
        Path.Combine("Integrations", "Email", "Templates"),
        $"{SmtpOptions.Section}:{nameof(SmtpOptions.TemplatesPath)}",
        options.Value.TemplatesPath,
        _sample.Variables,
        SubjectName, TextName, HtmlName);

    public string Subject(MailModel model) => _templates.Text(SubjectName, model.Variables);

    public string Text(MailModel model) => _templates.Text(TextName, model.Variables);

    public string Html(MailModel model) => _templates.Html(HtmlName, model.Variables);
}

/// <summary>What a mail's templates can speak of.</summary>
/// <param name="ContentHtml">Safe as it is.</param>
/// <param name="Subject">Null when the message has none.</param>
/// <param name="Signature">Null when there is none to be shown.</param>
/// <param name="UnsubscribeUrl">Null when there is none.</param>
internal sealed record MailModel(
    string Content, string ContentHtml, string? Subject, string AgentId, string UserId, Guid RequestId, Guid SessionId,
    string? Signature, bool IncludeAgentInfo, Uri? UnsubscribeUrl, DateTimeOffset CreatedAt)
{
    public IReadOnlyDictionary<string, object?> Variables => new Dictionary<string, object?>
    {
        ["content"] = Content,
        ["content_html"] = new StringValue(ContentHtml, encode: false),
        ["subject"] = Subject,
        ["agent_id"] = AgentId,
        ["user_id"] = UserId,
        ["request_id"] = RequestId.ToString(),
        ["session_id"] = SessionId.ToString(),
        ["signature"] = Signature,
        ["include_agent_info"] = IncludeAgentInfo,
        ["unsubscribe_url"] = UnsubscribeUrl?.AbsoluteUri,
        ["created_at"] = CreatedAt,
    };
}
