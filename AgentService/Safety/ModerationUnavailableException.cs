namespace AgentService.Safety;

/// <summary>Nobody can say at the moment whether a text is harmless, so it goes no further. It passes: the turn is tried again.</summary>
public sealed class ModerationUnavailableException : Exception
{
    public ModerationUnavailableException()
    {
    }

    public ModerationUnavailableException(string message)
        : base(message)
    {
    }

    public ModerationUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
