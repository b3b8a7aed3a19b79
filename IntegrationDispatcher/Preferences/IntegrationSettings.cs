using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>How one integration is to be used: what the defaults and the overrides consist of, as the API shows it.</summary>
/// <param name="Priority">1 goes first.</param>
/// <param name="RetryCount">Retries after the first attempt.</param>
/// <param name="RetryDelaySeconds">The wait before a retry.</param>
/// <param name="Config">What only this integration understands, such as its address.</param>
internal sealed record IntegrationSettings(bool Enabled, int Priority, int RetryCount, int RetryDelaySeconds, JsonObject Config)
{
    /// <summary>The config holds secrets that cannot be read at the moment: nothing can be sent with it.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }
}

/// <summary>A person's own settings for one integration, with what is needed to change exactly these.</summary>
/// <param name="DisabledReason">Why the system disabled it; null when nobody or the person did.</param>
internal sealed record UserOverride(long Id, long Version, IntegrationSettings Settings, string? DisabledReason)
{
}

/// <summary>All that decides how one person is reached.</summary>
internal sealed record UserPreferences(
    IReadOnlyDictionary<IntegrationType, IntegrationSettings> Defaults, IReadOnlyDictionary<IntegrationType, UserOverride> Overrides)
{
    /// <summary>What the last probes found, of those that were not healthy.</summary>
    public IReadOnlyDictionary<IntegrationType, Probe> Probes { get; init; } = new Dictionary<IntegrationType, Probe>();
}
