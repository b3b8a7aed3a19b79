using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using RequestManager.Limits;

namespace RequestManager.Requests;

/// <summary>Section <c>Requests</c>: how long callers wait, how much they may ask, and how much one person may have open.</summary>
public sealed class RequestOptions : IValidatableObject
{
    public const string Section = "Requests";

    /// <summary>How long a call waits for its answer before it gets a 504; the request itself goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a tool's call waits before it gets a 202.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan ToolWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>By <c>tool_id</c>, the agent that answers a tool's requests where they name none themselves.</summary>
    public Dictionary<string, string> ToolAgents { get; } = new(StringComparer.Ordinal);

    /// <summary>Unanswered requests one person may have; the next gets a 429.</summary>
    [Range(1, 100_000)]
    public int MaxPendingPerUser { get; set; } = 100;

    /// <summary>Calls of one replica that may wait for their answers at once; the next gets a 503, before memory grows.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>What one caller may ask; beyond it there is a 429.</summary>
    [ValidateObjectMembers]
    public RateLimit RateLimit { get; set; } = new() { PerSecond = 100, Burst = 500 };

    /// <summary>What may come from one address, before anyone looks who it is; beyond it there is a 429.</summary>
    [ValidateObjectMembers]
    public RateLimit AddressRateLimit { get; set; } = new() { PerSecond = 5_000, Burst = 5_000 };

    /// <summary>The networks (CIDR) of proxies whose <c>X-Forwarded-For</c> names the address that counts; none: the connection's own does.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>How long an <c>Idempotency-Key</c> stands for the request it came with.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdempotencyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an unanswered request waits before its event is published again; doubles up to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RepublishAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may stay unanswered before it ends as failed (<c>undeliverable</c>).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A network that cannot be read would trust nobody, or everybody; an agent without a name cannot answer.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TrustedProxies.All(network => IPNetwork.TryParse(network, out _)))
            yield return new($"{Section}:{nameof(TrustedProxies)} must be networks such as 10.0.0.0/8.", [nameof(TrustedProxies)]);
        foreach (var (tool, _) in ToolAgents.Where(entry => string.IsNullOrWhiteSpace(entry.Value) || entry.Value.Length > 255))
            yield return new($"{Section}:{nameof(ToolAgents)}:{tool} must be the name of an agent.", [nameof(ToolAgents)]);
    }
}

[OptionsValidator]
internal sealed partial class RequestOptionsValidator : IValidateOptions<RequestOptions>;
