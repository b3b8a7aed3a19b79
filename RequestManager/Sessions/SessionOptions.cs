using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RequestManager.Sessions;

/// <summary>Section <c>Sessions</c>: how long a conversation goes on by itself.</summary>
public sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>A session with nothing unanswered ends as EXPIRED so long after its last request; a request after that opens a new one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(336);

    /// <summary>How often each replica looks for sessions that have run out.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
