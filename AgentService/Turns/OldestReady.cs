using Npgsql;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>How far the agents are behind: a turn waits for a free slot of its agent.</summary>
internal sealed class OldestReady(NpgsqlDataSource database, ILogger<OldestReady> logger)
    : MeasuringService(TurnTelemetry.Meter, "ssa.turns.oldest_ready", "s", "How long the longest waiting turn could have begun.", logger)
{
    private const string Age = """
        select coalesce(greatest(extract(epoch from now() - min(ready_at)), 0), 0)::float8 from agent_mailboxes
        where ready_at is not null and (leased_until is null or leased_until < now())
        """;

    protected override async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Age);
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
