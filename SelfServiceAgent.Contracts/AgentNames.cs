namespace SelfServiceAgent.Contracts;

/// <summary>Names that stand where an agent's name does, and that no agent may have.</summary>
public static class AgentNames
{
    /// <summary>Who speaks where no agent does: answers to commands, and messages that answer no request.</summary>
    public const string System = "system";
}
