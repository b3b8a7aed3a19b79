using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>What becomes of buttons and of the follow-up modal.</summary>
internal sealed class SlackInteractionWorker(
    SlackClient slack, SlackPeople people, SlackHandOver handOver, SlackSessions sessions, SlackFeedback feedback, SlackReplies replies) : ISlackWorker
{
    public async Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        var pressed = SlackInteraction.Read(held.Payload);
        var person = await people.UserIdOfAsync(pressed.TeamId, pressed.UserId, cancellationToken);
        if (person.Problem is { } problem) return new SlackWork.Later(problem.Reason, problem.NotBefore);
        if (pressed is { RequestText: { } text, Place: { } place }) return await handOver.GiveAsync(new(held.Key, person.Value!, text, place), cancellationToken);
        return pressed.Action switch
        {
            SlackParts.ViewSession => await ShowAsync(pressed, person.Value!, cancellationToken),
            SlackParts.Helpful => await RateAsync(pressed, person.Value!, isHelpful: true, cancellationToken),
            SlackParts.NotHelpful => await RateAsync(pressed, person.Value!, isHelpful: false, cancellationToken),
            _ => new SlackWork.Done("ignored"),
        };
    }

    public SlackPlace? PlaceOf(HeldEvent held) => SlackInteraction.Read(held.Payload) is { RequestText: not null } asking ? asking.Place : null;

    private async Task<SlackWork> ShowAsync(SlackInteraction pressed, string person, CancellationToken cancellationToken)
    {
        try
        {
            var session = await sessions.FindAsync(pressed.Value, person, cancellationToken);
            return await replies.SayAsync(pressed, session is null ? SlackWords.NotYours : SlackWords.Session(session), cancellationToken);
        }
        catch (HttpRequestException)
        {
            return SlackHandOver.NoAnswer;
        }
    }

    private async Task<SlackWork> RateAsync(SlackInteraction pressed, string person, bool isHelpful, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(pressed.Value, out var requestId)) return new SlackWork.Done("ignored");
        await feedback.StoreAsync(requestId, person, isHelpful, cancellationToken);
        if (isHelpful || pressed.TriggerId is null) return await replies.SayAsync(pressed, SlackWords.Thanks, cancellationToken);
        var place = new JsonObject { ["channel"] = pressed.Channel, ["thread"] = pressed.ThreadTs };
        if (pressed.IsPrivate) place["response_url"] = pressed.ResponseUrl;
        var shown = await slack.OpenViewAsync(pressed.TriggerId, SlackWords.FollowUpView(place), cancellationToken);
        return shown.Problem is null ? new SlackWork.Done("asked what was needed") : await replies.SayAsync(pressed, SlackWords.Thanks, cancellationToken);
    }
}
