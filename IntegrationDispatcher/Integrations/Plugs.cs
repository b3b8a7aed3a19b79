using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

/// <summary>The integrations this server has.</summary>
internal sealed class Plugs(IEnumerable<IIntegration> integrations) : IAvailableIntegrations
{
    private readonly Dictionary<IntegrationType, IIntegration> _byType =
        integrations.Where(integration => integration.IsConfigured).ToDictionary(integration => integration.Type);

    public IEnumerable<IIntegration> All => _byType.Values;

    /// <summary>Null where this server cannot deliver that way.</summary>
    public IIntegration? Available(IntegrationType type) => _byType.GetValueOrDefault(type);

    /// <summary>Where a person's messages go that way.</summary>
    public Target TargetOf(IntegrationType type, UserPreferences preferences, Recipient recipient)
    {
        var config = EffectiveConfiguration.Of(preferences, type, recipient).Config;
        return Available(type) is { } plug ? new(plug.DestinationOf(config), plug.OrderOf(config)) : new(null, null);
    }

    public ValueTask<IReadOnlyList<IntegrationType>> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IntegrationType>>([.. _byType.Keys.Order()]);
}

/// <summary>Where messages go.</summary>
/// <param name="Destination">The far side, as a key for limits per far side; null where none is needed.</param>
/// <param name="OrderKey">Messages with the same one go in order; null where order does not matter.</param>
internal sealed record Target(string? Destination, string? OrderKey);
