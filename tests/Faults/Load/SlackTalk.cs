using EndToEnd.Tests.Slack;

namespace Faults.Load;

/// <summary>Two people who talk to the agent, each in threads of their own in the played workspace.</summary>
internal sealed class SlackTalk(Workspace slack, FaultPlan plan)
{
    private const int Threads = 6;

    // One answer a second and channel is all that Slack takes; whoever is late once must be able to catch up.
    private static readonly TimeSpan _between = TimeSpan.FromSeconds(3);

    public async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var random = new Random(plan.Seed);
        var roots = new List<(string Person, string Channel, string Ts)>();
        var started = TimeProvider.System.GetTimestamp();
        for (var number = 0; TimeProvider.System.GetElapsedTime(started) < plan.Time; number++)
        {
            var text = $"@agent slack-{plan.Seed}-{number}";
            if (roots.Count < Threads)
            {
                var (person, channel) = roots.Count % 2 == 0 ? (Workspace.John, Workspace.ItHelp) : (Workspace.Jane, Workspace.General);
                roots.Add((person, channel, await slack.SayAsync(person, channel, text)));
            }
            else
            {
                var (person, channel, ts) = roots[random.Next(Threads)];
                await slack.SayAsync(person, channel, text, ts);
            }

            await Task.Delay(_between, cancellationToken);
        }
    }
}
