using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Posts a message in a Slack channel, in a thread, or to a person.</summary>
internal sealed class SlackIntegration(
    IOptions<SlackAppOptions> app, IOptions<SlackOptions> shared, SlackClient slack, SlackPlaces places, SlackPoster poster,
    SlackResponder responder) : IIntegration
{
    public const string Nowhere = "no Slack channel or person is known";

    public IntegrationType Type => IntegrationType.Slack;

    public bool IsConfigured => !string.IsNullOrEmpty(app.Value.BotToken) && !string.IsNullOrEmpty(shared.Value.SigningSecret);

    public string? Objection(JsonObject config) => SlackTarget.Read(config) is null ? Nowhere : null;

    public string? DestinationOf(JsonObject config) => SlackTarget.Read(config)?.Destination;

    public string? OrderOf(JsonObject config) => SlackTarget.Read(config)?.Order;

    public async Task<Probe> ProbeAsync(CancellationToken cancellationToken) => await slack.TestAuthAsync(cancellationToken) switch
    {
        { Problem: null } => Probe.Healthy,
        { Problem: { IsOfToken: true, Code: var code } problem } => Probe.Refused($"{problem.Reason}: {code}"),
        { Problem: var problem } => Probe.Unreachable(problem.Reason),
    };

    public async Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken)
    {
        if (SlackTarget.Read(config) is not { } target) return new Outcome.Refused(Nowhere);
        try
        {
            if (SlackSign.IsPrivate(message))
            {
                var url = SlackSign.Remembered(message, SlackSign.ResponseUrl);
                if (url is not null && await responder.RespondAsync(message, target, url, cancellationToken) is { } answered) return answered;
                if (target.InPrivate is not { } person) return new Outcome.Refused("the command's address is good no longer, and nobody is known to write to");
                target = person;
            }

            var place = await places.FindAsync(target, cancellationToken);
            var outcome = place.Problem?.ToOutcome() ?? await poster.PostAsync(message, target, place.Value!, cancellationToken);
            if (outcome is Outcome.Delivered && SlackSign.Remembered(message, SlackSign.MessageTs) is { } ts)
                await slack.RemoveReactionAsync(place.Value!, ts, SlackSign.Heard, cancellationToken); // a sign that stays does no harm
            return outcome;
        }
        catch (Exception e) when (TransientFaults.IsOfDatabase(e))
        {
            return new Outcome.TryAgain("the database was away");
        }
    }
}
