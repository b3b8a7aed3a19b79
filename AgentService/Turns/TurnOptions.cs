using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AgentService.Turns;

/// <summary>Section <c>Turns</c>: how a replica works through the mailboxes of sessions.</summary>
public sealed class TurnOptions
{
    public const string Section = "Turns";

    /// <summary>How long a session stays with a replica that is no longer heard of. Renewed every third of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a turn may be begun before it is answered as failed.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long one attempt may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long an unconfirmed response waits before it is published again; doubles up to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RepublishAfter { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class TurnOptionsValidator : IValidateOptions<TurnOptions>;
