using Npgsql;

namespace AgentService.Turns;

/// <summary>The turns that can be taken.</summary>
internal interface IReadyTurns
{
    /// <summary>Commits what makes turns ready, and in the same commit claims of those that are.</summary>
    Task ClaimAsync(IReadOnlyList<NpgsqlBatchCommand> before, CancellationToken cancellationToken);
}
