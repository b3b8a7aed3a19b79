using System.ComponentModel.DataAnnotations;

namespace SlackFarSide;

/// <summary>Section <c>Slack</c>: what a workspace and an app in it have agreed on, and who is in the workspace.</summary>
internal sealed class SlackSettings
{
    public const string Section = "Slack";

    /// <summary>What goes to the app is signed with it.</summary>
    [Required]
    public string SigningSecret { get; set; } = "";

    /// <summary>What the app shows at the Web API.</summary>
    [Required, RegularExpression("^xoxb-.+$")]
    public string BotToken { get; set; } = "";

    /// <summary>The app's base URL: events go to <c>/slack/events</c> there, commands to <c>/slack/commands</c>, and so on.</summary>
    [Required, Url]
    public string AppUrl { get; set; } = "";

    /// <summary>Pauses before an event is sent again; as Slack's where none are given: at once, 1 min, 5 min.</summary>
    public IReadOnlyList<TimeSpan>? RetryDelays { get; set; }

    /// <summary>Who is in the workspace; three people where nobody is given, one of them without an address.</summary>
    public IReadOnlyList<PersonSettings>? People { get; set; }

    /// <summary>The names of the channels; <c>it-help</c> and <c>general</c> where none are given.</summary>
    public IReadOnlyList<string>? Channels { get; set; }
}

internal sealed class PersonSettings
{
    /// <summary>As in mentions: <c>john.doe</c>.</summary>
    public string Handle { get; set; } = "";

    public string Name { get; set; } = "";

    public string? Email { get; set; }
}
