namespace AgentService.Agents;

/// <summary>What comes of a turn.</summary>
public abstract record AgentReply
{
    private AgentReply()
    {
    }

    /// <summary>It is answered.</summary>
    public sealed record Answered(AgentAnswer Answer) : AgentReply;

    /// <summary>It is for another agent, which answers in a slot of its own.</summary>
    public sealed record Passed(string AgentId) : AgentReply;
}
