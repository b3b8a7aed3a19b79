using System.ComponentModel.DataAnnotations;

namespace SelfServiceAgent.ServiceDefaults.Retention;

/// <summary>
/// How long rows are kept: zero for ever, else at least two days. A row is what an event that comes again is known by, and none is on its way for
/// longer.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeptForAttribute() : ValidationAttribute("{0} must be 00:00:00 (for ever) or between 2.00:00:00 and 3650.00:00:00.")
{
    private static readonly TimeSpan _shortest = TimeSpan.FromDays(2), _longest = TimeSpan.FromDays(3650);

    public override bool IsValid(object? value) => value is TimeSpan time && (time == TimeSpan.Zero || (time >= _shortest && time <= _longest));
}
