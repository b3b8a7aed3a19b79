using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

/// <summary>The integrations this server has.</summary>
internal sealed class Plugs(IEnumerable<IIntegration> integrations) : IAvailableIntegrations
{
    private readonly Dictionary<IntegrationType, IIntegration> _byType =
        integrations.Where(integration => integration.IsConfigured).ToDictionary(integration => integration.Type);

    /// <summary>Null where this server cannot deliver that way.</summary>
    public IIntegration? Available(IntegrationType type) => _byType.GetValueOrDefault(type);

    /// <summary>The far side a person's messages go to that way, as a key for limits per far side; null where none is needed.</summary>
    public string? DestinationOf(IntegrationType type, UserPreferences preferences) =>
        Available(type)?.DestinationOf(EffectiveConfiguration.Of(preferences, type).Config);

    public ValueTask<IReadOnlyList<IntegrationType>> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IntegrationType>>([.. _byType.Keys.Order()]);
}
