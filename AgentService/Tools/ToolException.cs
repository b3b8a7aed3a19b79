namespace AgentService.Tools;

/// <summary>A tool did not do what it was asked.</summary>
public sealed class ToolException : Exception
{
    public ToolException()
    {
    }

    public ToolException(string message)
        : base(message)
    {
    }

    public ToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it may work later.</summary>
    public bool Passes { get; init; }
}
