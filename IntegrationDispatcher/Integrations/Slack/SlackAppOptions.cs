using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Section <c>Slack</c>, besides <see cref="SlackOptions"/>: how we call Slack.</summary>
internal sealed class SlackAppOptions
{
    public const string Section = SlackOptions.Section;

    /// <summary>The Slack app's bot token. Messages go to Slack only with it and the signing secret.</summary>
    [RegularExpression("^xoxb-[A-Za-z0-9-]{1,250}$", ErrorMessage = Section + ":" + nameof(BotToken) + " must be a bot token, xoxb-….")]
    public string? BotToken { get; set; }

    /// <summary>Where Slack's Web API is.</summary>
    [Required, FarSideUrl]
    public string ApiBaseUrl { get; set; } = "https://slack.com/api/";

    /// <summary>How long one call may take, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class SlackAppOptionsValidator : IValidateOptions<SlackAppOptions>;
