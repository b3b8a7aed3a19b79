using System.ComponentModel.DataAnnotations;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.DeadLetters;

/// <summary>Which of the open dead letters an administrator wants replayed; all of them when nothing is said.</summary>
internal sealed record NewReplay
{
    private const int MaxType = 255, MaxRate = 1000;

    /// <summary>Only those of this service.</summary>
    [AllowedValues(ServiceNames.RequestManager, ServiceNames.AgentService, ServiceNames.IntegrationDispatcher)]
    public string? Service { get; init; }

    /// <summary>Only those of this type.</summary>
    [StringLength(MaxType)]
    public string? EventType { get; init; }

    /// <summary>Only those that were put aside, the last time, at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that were put aside, the last time, before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only say how many there are.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many a second at most.</summary>
    [Range(1, MaxRate)]
    public int Rate { get; init; } = 50;

    public IResult? Fault()
    {
        var errors = new FieldErrors();
        errors.Check(Service is null || ServiceNames.All.Contains(Service), "service", DeadLetterQuery.ServiceRule);
        errors.Optional("event_type", EventType, MaxType);
        errors.Check(From is null || To is null || From < To, "to", "must be later than from");
        errors.Check(Rate is >= 1 and <= MaxRate, "rate", $"must be between 1 and {MaxRate}");
        return errors.Problem;
    }

    public IQueryable<DeadLetterRow> Among(IQueryable<DeadLetterRow> rows)
    {
        rows = DeadLetterQuery.With(DeadLetterStatus.Open, rows);
        if (Service is not null) rows = rows.Where(row => row.Service == Service);
        if (EventType is not null) rows = rows.Where(row => row.EventType == EventType);
        if (From is { } from) rows = rows.Where(row => row.ReceivedAt >= from);
        if (To is { } to) rows = rows.Where(row => row.ReceivedAt < to);
        return rows;
    }
}

/// <summary>What a replay did.</summary>
/// <param name="Matched">How many dead letters were meant.</param>
/// <param name="Replayed">How many are back in their queues.</param>
internal sealed record ReplayBody(int Matched, int Replayed, bool DryRun);
