using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Which ended deliveries are to be tried once more. Attributes are for the reference; <see cref="Check"/> is what holds.</summary>
internal sealed record Replay
{
    private const int MinRate = 1, MaxRate = 1000, DefaultRate = 50;

    /// <summary>Those made at this time or later. Required, so that nobody sends a season of old messages by leaving something out.</summary>
    [Required]
    public DateTimeOffset? From { get; init; }

    /// <summary>And before this time; all since when left out.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those over this integration.</summary>
    public IntegrationType? IntegrationType { get; init; }

    /// <summary>Only the <c>FAILED</c> or the <c>EXPIRED</c>; both when left out.</summary>
    [AllowedValues("FAILED", "EXPIRED")]
    public DeliveryStatus? Status { get; init; }

    /// <summary>Only those whose last attempt ended so; all but <c>UNCERTAIN</c> when left out.</summary>
    public ErrorClass? ErrorClass { get; init; }

    /// <summary>Only counts them.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many become due a second.</summary>
    [Range(MinRate, MaxRate)]
    public int Rate { get; init; } = DefaultRate;

    public void Check(FieldErrors errors)
    {
        errors.Check(From is not null, "from", "is required");
        errors.Check(From is null || To is null || From < To, "to", "must be later than from");
        errors.Check(
            IntegrationType is not { } type || DeliveryTypes.All.Contains(type),
            "integration_type", $"must be one of: {string.Join(", ", DeliveryTypes.All.Select(EnumText.Of))}");
        errors.Check(Status is null or DeliveryStatus.Failed or DeliveryStatus.Expired, "status", "must be one of: FAILED, EXPIRED");
        errors.Check(Rate is >= MinRate and <= MaxRate, "rate", $"must be between {MinRate} and {MaxRate:N0}");
    }
}

/// <summary>How a delivery's last attempt ended, as far as it matters for trying again.</summary>
[JsonConverter(typeof(UpperCaseEnumConverter<ErrorClass>))]
internal enum ErrorClass
{
    /// <summary>The far side did not answer: no connection, or not in time.</summary>
    Unreachable,

    /// <summary>It answered that it cannot at the moment: too many, busy, broken.</summary>
    Transient,

    /// <summary>It refused, or what is configured does not allow it.</summary>
    Refused,

    /// <summary>It is gone for good.</summary>
    Gone,

    /// <summary>It may have been delivered.</summary>
    Uncertain,

    /// <summary>There was no attempt before its time was up.</summary>
    Untried,
}

/// <summary>What a replay found and did.</summary>
/// <param name="Matched">How many there were.</param>
/// <param name="Replayed">How many are tried once more by this call.</param>
/// <param name="LastAt">When the last of them is due, or with <c>dry_run</c> would be; null where there is none.</param>
internal sealed record ReplayResult(long Matched, long Replayed, bool DryRun, DateTimeOffset? LastAt);
