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

    /// <summary>Whether certainly nothing was done. False: nobody here knows.</summary>
    public bool DidNothing { get; init; }

    /// <summary>Whether it was not tried, because an earlier call may still be on its way. That ends with time alone, and soon.</summary>
    public bool IsTooSoon { get; init; }
}
