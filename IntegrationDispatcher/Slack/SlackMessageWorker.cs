using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary>A person wrote to us: show that they were heard, find out who they are, hand it over.</summary>
internal sealed class SlackMessageWorker(SlackClient slack, SlackPeople people, SlackHandOver handOver) : ISlackWorker
{
    private const string Greeting = "Hello";

    public async Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        var message = SlackMessage.Read(held.Payload);
        if (held.Attempts == 0) await slack.AddReactionAsync(message.Channel, message.Ts, SlackSign.Heard, cancellationToken); // without it all goes on as well
        var person = await people.UserIdOfAsync(message.TeamId, message.UserId, cancellationToken);
        if (person.Problem is { } problem) return new SlackWork.Later(problem.Reason, problem.NotBefore);
        return await handOver.GiveAsync(
            new(held.Key, person.Value!, message.Text.Length > 0 ? message.Text : Greeting, PlaceOf(message)), cancellationToken);
    }

    public SlackPlace? PlaceOf(HeldEvent held) => PlaceOf(SlackMessage.Read(held.Payload));

    private static SlackPlace PlaceOf(SlackMessage message) =>
        new(message.TeamId, message.UserId, message.Channel, message.ThreadTs, new() { [SlackSign.MessageTs] = message.Ts });
}
