using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.DeadLetters;

/// <summary>Which dead letters to list.</summary>
internal static class DeadLetterQuery
{
    public static string ServiceRule { get; } = $"must be one of: {string.Join(", ", ServiceNames.All)}";

    /// <summary>What is wrong with the query is put among the page's errors.</summary>
    public static IQueryable<DeadLetterRow> Read(IQueryCollection query, Page page, IQueryable<DeadLetterRow> rows)
    {
        var status = page.Filter(query, "status", Enum.GetValues<DeadLetterStatus>()) ?? DeadLetterStatus.Open;
        var service = query.TryGetValue("service", out var text) ? text.ToString() : null;
        page.Errors.Check(service is null || ServiceNames.All.Contains(service), "service", ServiceRule);
        return With(status, service is null ? rows : rows.Where(row => row.Service == service));
    }

    public static IQueryable<DeadLetterRow> With(DeadLetterStatus status, IQueryable<DeadLetterRow> rows) => status switch
    {
        DeadLetterStatus.Open => rows.Where(row => row.ReplayedAt == null && row.DiscardedAt == null),
        DeadLetterStatus.Replayed => rows.Where(row => row.ReplayedAt != null && row.DiscardedAt == null),
        DeadLetterStatus.Discarded => rows.Where(row => row.DiscardedAt != null),
        _ => rows,
    };
}

/// <summary>What has become of a dead letter.</summary>
internal enum DeadLetterStatus
{
    /// <summary>Somebody must decide.</summary>
    Open,

    /// <summary>It is back in its queue, and has not come back from there.</summary>
    Replayed,

    /// <summary>Nobody wants it.</summary>
    Discarded,

    /// <summary>Any of these.</summary>
    All,
}
