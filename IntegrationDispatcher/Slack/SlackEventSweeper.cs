using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Slack;

/// <summary>Forgets Slack's events a week after they are done with, long after Slack repeats them.</summary>
internal sealed class SlackEventSweeper(SlackEventQueue queue, ILogger<SlackEventSweeper> logger) : SweeperService(TimeSpan.FromHours(1), logger)
{
    private const int MaxBatch = 1000;
    private static readonly TimeSpan _memory = TimeSpan.FromDays(7);

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken) =>
        await queue.ForgetAsync(_memory, MaxBatch, cancellationToken) == MaxBatch;
}
