namespace AgentService.Models;

/// <summary>A model server did not answer as it should. The message has no content and no secret.</summary>
public sealed class ModelException : Exception
{
    public ModelException()
    {
    }

    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it may work later.</summary>
    public bool Passes { get; init; }

    /// <summary>Before this the server wants to be left alone; null when it did not say.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
