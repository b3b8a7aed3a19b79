using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Section <c>Deliveries</c>: how messages go out.</summary>
internal sealed class DeliveriesOptions
{
    public const string Section = "Deliveries";
    public const string ToAll = "all";
    public const string ToFirstSuccess = "first_success";

    /// <summary><c>all</c>: over every chosen integration. <c>first_success</c>: over the next only when the one before has ended without success.</summary>
    [Required, AllowedValues(ToAll, ToFirstSuccess)]
    public string Mode { get; set; } = ToAll;

    /// <summary>How long a delivery may be retried before it ends as EXPIRED.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many attempts one replica makes at the same time.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 32;

    /// <summary>How many of them may be with one far side, so that a slow one holds up nobody else.</summary>
    [Range(1, 1000)]
    public int ConcurrencyPerDestination { get; set; } = 8;

    /// <summary>
    /// How long a claimed delivery stays with its replica; renewed while the attempt runs. After a crash the attempt is repeated this much
    /// later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a first attempt waits for those of higher priority to be made, once they have begun. A far side slower than this no longer
    /// holds up the next integration.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan PriorityPatience { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class DeliveriesOptionsValidator : IValidateOptions<DeliveriesOptions>;
