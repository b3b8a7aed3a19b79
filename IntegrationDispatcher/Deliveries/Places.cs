using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>How much a replica may take on now: in all, of each integration, and for each far side.</summary>
/// <param name="Free">In all.</param>
/// <param name="ByType">Of integrations that have less than <see cref="DeliveriesOptions.ConcurrencyPerType"/> left.</param>
/// <param name="ByDestination">For far sides that have less than <see cref="DeliveriesOptions.ConcurrencyPerDestination"/> left.</param>
internal sealed record Places(int Free, IReadOnlyDictionary<IntegrationType, int> ByType, IReadOnlyDictionary<string, int> ByDestination)
{
    public string[] FullTypes => [.. ByType.Where(entry => entry.Value <= 0).Select(entry => EnumText.Of(entry.Key))];

    public string[] OpenTypes => [.. DeliveryTypes.All.Where(type => ByType.GetValueOrDefault(type, 1) > 0).Select(EnumText.Of)];

    /// <summary>Whether these leave no place: in all, or of an integration. Far sides tell of themselves when one has ended.</summary>
    /// <param name="ofType">How many places an integration has.</param>
    public bool AreTakenBy(IReadOnlyCollection<DueDelivery> taken, int ofType) =>
        taken.Count >= Free || ByType.Values.Any(free => free <= 0)
        || taken.CountBy(due => due.IntegrationType).Any(of => of.Value >= ByType.GetValueOrDefault(of.Key, ofType));

    public string[] FullDestinations => [.. ByDestination.Where(entry => entry.Value <= 0).Select(entry => entry.Key)];
}
