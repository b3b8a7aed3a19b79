using IntegrationDispatcher.Integrations.Slack;

namespace IntegrationDispatcher.Slack;

/// <summary><c>/agent …</c>: handed over like a message; the answer comes back through the command's <c>response_url</c>, to the person alone.</summary>
internal sealed class SlackCommandWorker(SlackPeople people, SlackHandOver handOver) : ISlackWorker
{
    public async Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken)
    {
        var command = held.Payload;
        var (team, user) = (command.Text("team_id") ?? "", command.Text("user_id")!);
        var person = await people.UserIdOfAsync(team, user, cancellationToken);
        if (person.Problem is { } problem) return new SlackWork.Later(problem.Reason);
        return await handOver.GiveAsync(
            new(
                held.Key, person.Value!, command.Text("text")!.Trim(), command.Text("channel_id")!, null, user, team,
                new() { [SlackSign.ResponseUrl] = command.Text("response_url") }),
            cancellationToken);
    }
}
