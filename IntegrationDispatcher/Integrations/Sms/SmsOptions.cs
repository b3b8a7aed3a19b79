using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Sms;

/// <summary>Section <c>Integrations:Sms</c>: the gateway text messages go through.</summary>
internal sealed class SmsOptions : IValidatableObject
{
    public const string Section = "Integrations:Sms";

    private const string Sid = "^[A-Za-z0-9]{1,64}$";

    /// <summary>Where a gateway is that speaks Twilio's API.</summary>
    [Required, FarSideUrl]
    public string BaseUrl { get; set; } = "https://api.twilio.com";

    /// <summary>Our account there. Neither it nor <see cref="AuthToken"/>: there is no SMS.</summary>
    [RegularExpression(Sid)]
    public string? AccountSid { get; set; }

    /// <summary>The account's secret.</summary>
    public string? AuthToken { get; set; }

    /// <summary>
    /// Who messages come from: a number in E.164 form, a short code, or a name of up to 11 letters, digits, spaces and <c>&amp;_-</c>.
    /// </summary>
    [RegularExpression(@"^(?:\+[1-9][0-9]{6,14}|[A-Za-z0-9 &_-]{1,11})$")]
    public string? From { get; set; }

    /// <summary>Instead of <see cref="From"/>, which it goes before: a service of the gateway that chooses the sender.</summary>
    [RegularExpression(Sid)]
    public string? MessagingServiceSid { get; set; }

    /// <summary>How long the gateway's answer may take, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsConfigured => !string.IsNullOrEmpty(AccountSid) && !string.IsNullOrEmpty(AuthToken);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(AccountSid) != string.IsNullOrEmpty(AuthToken))
            yield return new($"{Section}:{nameof(AccountSid)} and {Section}:{nameof(AuthToken)} need each other.");
        if (IsConfigured && string.IsNullOrEmpty(From) && string.IsNullOrEmpty(MessagingServiceSid))
            yield return new($"{Section}:{nameof(From)} or {Section}:{nameof(MessagingServiceSid)} must say who messages come from.");
    }
}

[OptionsValidator]
internal sealed partial class SmsOptionsValidator : IValidateOptions<SmsOptions>;
