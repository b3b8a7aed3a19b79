using IntegrationDispatcher.Deliveries;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Slack;

/// <summary>
/// Tells a person that nothing comes of what they said. It is delivered as an answer is: kept, once, to the same place, and the sign that they
/// were heard goes away with it.
/// </summary>
internal sealed class SlackApologies(PlanWriter plans, SlackPeople people, TimeProvider clock)
{
    private const string Sender = "slack";

    /// <param name="key">The event's: however often it is said, the person hears it once.</param>
    public async Task SayAsync(string key, SlackPlace place, string words, CancellationToken cancellationToken)
    {
        var id = KeyedIds.Of(Sender, key);
        var person = await people.KnownAsync(place.TeamId, place.UserId, cancellationToken) ?? place.UserId;
        await plans.WriteAsync(
            new(id, id, person, AgentNames.System, Subject: null, words, Metadata: null, clock.GetUtcNow(), CausationId: key)
            {
                ResponseType = ResponseType.Error,
                Origin = IntegrationType.Slack,
                IntegrationContext = place.ToContext(),
            },
            cancellationToken);
    }
}
