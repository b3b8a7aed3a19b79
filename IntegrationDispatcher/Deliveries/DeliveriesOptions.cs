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
    public int Concurrency { get; set; } = 256;

    /// <summary>How many of them may be over one integration, so that the others go on while all of one is slow.</summary>
    [Range(1, 1000)]
    public int ConcurrencyPerType { get; set; } = 128;

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

    /// <summary>
    /// How long a message that must keep its order waits for the one before it in its session to arrive here at all. Longer than any event
    /// takes: only one that was lost to a dead-letter queue is passed over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00")]
    public TimeSpan OrderPatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many attempts in a row must fail before a far side is left alone for a while.</summary>
    [Range(1, 1000)]
    public int CircuitFailures { get; set; } = 10;

    /// <summary>
    /// How long it is left alone at first; twice as long each time the one attempt that follows fails too, up to 20 times this. Meanwhile its
    /// deliveries wait, and nothing is counted as an attempt.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CircuitRest { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class DeliveriesOptionsValidator : IValidateOptions<DeliveriesOptions>;
