namespace AgentService.Agents;

/// <summary>An agent's definition is wrong; the message says in which file, on which line, at which key, and what is expected there.</summary>
public sealed class AgentDefinitionException : Exception
{
    public AgentDefinitionException()
    {
    }

    public AgentDefinitionException(string message)
        : base(message)
    {
    }

    public AgentDefinitionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
