using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary><c>/agent …</c>: handed over like a message; the answer comes back through the command's <c>response_url</c>, to the person alone.</summary>
internal sealed class SlackCommandWorker(SlackPeople people, SlackHandOver handOver) : ISlackWorker
{
    public async Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        var place = PlaceOf(held);
        var person = await people.UserIdOfAsync(place.TeamId, place.UserId, cancellationToken);
        if (person.Problem is { } problem) return new SlackWork.Later(problem.Reason, problem.NotBefore);
        return await handOver.GiveAsync(new(held.Key, person.Value!, held.Payload.Text("text")!.Trim(), place), cancellationToken);
    }

    SlackPlace? ISlackWorker.PlaceOf(HeldEvent held) => PlaceOf(held);

    private static SlackPlace PlaceOf(HeldEvent held)
    {
        var command = held.Payload;
        return new(
            command.Text("team_id") ?? "", command.Text("user_id")!, command.Text("channel_id")!, null,
            new() { [SlackSign.ResponseUrl] = command.Text("response_url") });
    }
}
