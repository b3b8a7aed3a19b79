using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Safety;

/// <summary>Section <c>Safety</c>: what is kept from models, tools and logs, and what from people.</summary>
public sealed class SafetyOptions : IValidatableObject
{
    public const string Section = "Safety";

    public const string Rules = "rules";
    public const string Moderation = "moderation";

    /// <summary>
    /// <c>rules</c>: secrets and card numbers are taken out, messages that would reprogram a model are refused; no network. <c>moderation</c>: that, and a
    /// moderation endpoint is asked about what is left.
    /// </summary>
    [AllowedValues(Rules, Moderation, ErrorMessage = "Safety:Provider must be " + Rules + " or " + Moderation + ".")]
    public string Provider { get; set; } = Rules;

    /// <summary>Checks nothing: what people type reaches models, tools and logs as it is, and so do answers people.</summary>
    public bool DangerousOff { get; set; }

    /// <summary>
    /// While the moderation endpoint is away, what the rules let pass goes on unchecked; but not at agents with a strict guard. Otherwise the turn is tried
    /// again, and in the end refused.
    /// </summary>
    public bool DangerousFailOpen { get; set; }

    /// <summary>Where the moderation endpoint is: <c>/v1/moderations</c> below it speaks OpenAI's moderation API. Needed for <c>moderation</c>.</summary>
    [FarSideUrl]
    public string? ModerationBaseUrl { get; set; }

    /// <summary>Goes to the endpoint as a bearer token.</summary>
    public string? ModerationApiKey { get; set; }

    /// <summary>The model that judges; the endpoint's own choice when it is not given.</summary>
    public string? ModerationModel { get; set; }

    /// <summary>How long its answer may take, 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ModerationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether it is asked about what a model answers, too. Such an answer is not heard while it is being written, for it cannot be taken back.
    /// </summary>
    public bool ModerateAnswers { get; set; } = true;

    /// <summary>Whether the endpoint is asked at all.</summary>
    internal bool Moderates => Provider == Moderation && !DangerousOff;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == Moderation && string.IsNullOrEmpty(ModerationBaseUrl))
            yield return new($"{Section}:{nameof(ModerationBaseUrl)} is needed for {Section}:{nameof(Provider)} {Moderation}.");
    }
}

[OptionsValidator]
internal sealed partial class SafetyOptionsValidator : IValidateOptions<SafetyOptions>;
