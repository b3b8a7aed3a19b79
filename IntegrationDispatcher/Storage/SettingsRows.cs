using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Storage;

/// <summary>What an integration's settings are, for everyone or for one person.</summary>
internal abstract class SettingsRow
{
    public long Id { get; set; }

    public required IntegrationType IntegrationType { get; set; }

    public bool Enabled { get; set; } = true;

    public int Priority { get; set; } = SettingsRules.DefaultPriority;

    public int RetryCount { get; set; } = SettingsRules.DefaultRetryCount;

    public int RetryDelaySeconds { get; set; } = SettingsRules.DefaultRetryDelaySeconds;

    public JsonObject Config { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A person's override of one integration.</summary>
internal sealed class UserIntegrationConfig : SettingsRow
{
    public required string UserId { get; set; }

    /// <summary>Raised by every change, so that a far side's "gone" disables what it was said about and nothing newer.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Why the system, not the person, disabled it.</summary>
    public string? DisabledReason { get; set; }
}

/// <summary>An administrator's word on what holds for everyone without an override.</summary>
internal sealed class IntegrationDefaultConfig : SettingsRow
{
    /// <summary>Whether <see cref="SettingsRow.Enabled"/> is that word; else the integration is enabled where it works.</summary>
    public bool DecidesEnabled { get; set; } = true;
}

/// <summary>What the last probe of an integration found, for all replicas.</summary>
internal sealed class IntegrationProbe
{
    public required IntegrationType IntegrationType { get; set; }

    public ProbeVerdict Verdict { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>Until when one replica is asking; on the database's clock.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}

/// <summary>One row that every change of preferences raises (by a trigger), so that a replica learns in one look whether anything changed.</summary>
internal sealed class PreferenceVersion
{
    public bool Id { get; set; }

    public long Value { get; set; }
}
