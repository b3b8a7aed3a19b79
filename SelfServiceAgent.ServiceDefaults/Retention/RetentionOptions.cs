using System.ComponentModel.DataAnnotations;

namespace SelfServiceAgent.ServiceDefaults.Retention;

/// <summary>What every service's section <c>Retention</c> has; how long its own rows are kept each service says itself.</summary>
public abstract class RetentionOptions
{
    /// <summary>How often each replica looks for what has been kept long enough.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}
