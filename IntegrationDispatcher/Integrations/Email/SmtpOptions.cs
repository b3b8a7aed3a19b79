using System.ComponentModel.DataAnnotations;
using IntegrationDispatcher.Preferences;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>Section <c>Integrations:Email</c>: the mail server, and what our mails look like.</summary>
internal sealed class SmtpOptions : IValidatableObject
{
    public const string Section = "Integrations:Email";

    /// <summary>The mail server's name or address; empty: this server sends no mail.</summary>
    [RegularExpression(@"^[^\s/@]{0,255}$")]
    public string Host { get; set; } = "";

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is made secret.</summary>
    [EnumDataType(typeof(SmtpSecurity))]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Whom to log in as; empty: without a login.</summary>
    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Lets the password go over a connection that is not secret. For development only.</summary>
    public bool DangerousAllowPlainPassword { get; set; }

    /// <summary>The address mails come from; required with a host. Its domain is also that of our message ids.</summary>
    public string From { get; set; } = "";

    /// <summary>The name shown with it.</summary>
    [MaxLength(100)]
    public string FromName { get; set; } = "";

    /// <summary>Text at the end of every mail; a person's <c>include_signature</c> can leave it out.</summary>
    [MaxLength(2000)]
    public string Signature { get; set; } = "";

    /// <summary>How long an attempt may take once it has a connection to use or to make.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections one replica holds at the same time, besides the one that asks how the server is.</summary>
    [Range(1, 100)]
    public int MaxConnections { get; set; } = 8;

    /// <summary>A directory whose <c>subject.liquid</c>, <c>text.liquid</c>, <c>html.liquid</c> are used instead of ours; empty: ours.</summary>
    public string TemplatesPath { get; set; } = "";

    public bool IsConfigured => Host.Length > 0;

    /// <summary>What is right by itself and wrong together.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((IsConfigured || From.Length > 0) && !ConfigValues.IsEmailAddress(From))
            yield return new($"{Section}:{nameof(From)} must be an e-mail address.");
        if (Username.Length > 0 != Password.Length > 0)
            yield return new($"{Section}:{nameof(Username)} and {Section}:{nameof(Password)} must be set together.");
        if (Username.Length > 0 && Security == SmtpSecurity.None && !DangerousAllowPlainPassword)
        {
            yield return new(
                $"{Section}:{nameof(Security)} must not be none where {Section}:{nameof(Username)} is set: the password would be readable.");
        }
    }
}

internal enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465, elsewhere STARTTLS where the server offers it.</summary>
    Auto,

    /// <summary>STARTTLS or nothing.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>Readable for everyone on the way.</summary>
    None,
}

[OptionsValidator]
internal sealed partial class SmtpOptionsValidator : IValidateOptions<SmtpOptions>;
