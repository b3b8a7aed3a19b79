using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RequestManager.Requests;

/// <summary>Section <c>Requests</c>: how long callers wait and how much one person may have open.</summary>
public sealed class RequestOptions
{
    public const string Section = "Requests";

    /// <summary>How long a call waits for its answer before it gets a 504; the request itself goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a tool's call waits before it gets a 202.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan ToolWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Unanswered requests one person may have; the next gets a 429.</summary>
    [Range(1, 100_000)]
    public int MaxPendingPerUser { get; set; } = 100;

    /// <summary>How long an unanswered request waits before its event is published again; doubles up to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RepublishAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may stay unanswered before it ends as failed (<c>undeliverable</c>).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);
}

[OptionsValidator]
internal sealed partial class RequestOptionsValidator : IValidateOptions<RequestOptions>;
