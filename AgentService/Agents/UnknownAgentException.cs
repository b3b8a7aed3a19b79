namespace AgentService.Agents;

/// <summary>The agent that was asked for does not exist: no repetition helps, the turn has failed.</summary>
public sealed class UnknownAgentException : Exception
{
    public UnknownAgentException()
    {
    }

    public UnknownAgentException(string message)
        : base(message)
    {
    }

    public UnknownAgentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
