using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Storage;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>Disables EMAIL for one person. Doing it twice changes nothing more.</summary>
internal delegate Task EmailOptOut(string userId, CancellationToken cancellationToken);

/// <summary>What an opt-out writes into the person's override.</summary>
internal static class EmailOptOuts
{
    public static EmailOptOut Into(UserOverrides overrides, IntegrationDefaults defaults) => (userId, cancellationToken) =>
        overrides.ChangeAsync(
            userId, IntegrationType.Email, mayCreate: true, row => Write(row, defaults.Values[IntegrationType.Email]), cancellationToken);

    /// <param name="row">The stored override, or a new one that becomes what holds for everyone, but disabled.</param>
    /// <returns>Whether anything changed. Pure.</returns>
    public static bool Write(UserIntegrationConfig row, IntegrationSettings everyones)
    {
        var isNew = row.Id == 0;
        if (!isNew && !row.Enabled) return false;
        row.Enabled = false;
        row.DisabledReason = "the person unsubscribed"; // what is under way stops too
        if (!isNew) return true;
        row.Priority = everyones.Priority;
        row.RetryCount = everyones.RetryCount;
        row.RetryDelaySeconds = everyones.RetryDelaySeconds;
        return true;
    }
}
