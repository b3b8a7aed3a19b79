namespace AgentService.Agents;

/// <summary>Lets an agent answer one turn.</summary>
public sealed class AgentRunner(AgentDirectory agents)
{
    /// <exception cref="UnknownAgentException">There is no agent of that name.</exception>
    public Task<AgentAnswer> AnswerAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        cancellationToken.ThrowIfCancellationRequested();
        var agent = agents.Find(turn.AgentId) ?? throw new UnknownAgentException("There is no agent of that name.");
        throw new NotSupportedException(agent.Name);
    }
}
