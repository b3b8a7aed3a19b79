using IntegrationDispatcher.Preferences;

using static IntegrationDispatcher.Preferences.ConfigValues;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>What EMAIL understands.</summary>
internal static class EmailConfig
{
    public const string EmailAddress = "email_address";
    public const string Format = "format";
    public const string Html = "html";
    public const string PlainText = "text";
    public const string ReplyTo = "reply_to";
    public const string IncludeSignature = "include_signature";
    public const string IncludeAgentInfo = "include_agent_info";

    public static IReadOnlyList<ConfigKey> Keys { get; } =
    [
        new(EmailAddress, "Where the mail goes.", ConfigValues.EmailAddress),
        new(Format, "html sends text and HTML, text sends text alone.", Choice(Html, PlainText)),
        new(ReplyTo, "Where an answer to the mail goes.", ConfigValues.EmailAddress),
        new(IncludeSignature, "Whether the mail ends with the signature; it does unless false.", Flag),
        new(IncludeAgentInfo, "Whether the mail says which agent answered.", Flag),
    ];
}
