namespace SelfServiceAgent.Contracts;

/// <summary>Why a turn failed for good, as the <c>error_code</c> in the metadata of its response.</summary>
public static class FailureCodes
{
    /// <summary>The metadata member that carries the code.</summary>
    public const string MetadataKey = "error_code";

    /// <summary>Every attempt ended in an error or a crash.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>Nobody could say whether the message or its answer was harmless.</summary>
    public const string Unchecked = "unchecked";

    /// <summary>The agent that was asked for does not exist.</summary>
    public const string UnknownAgent = "unknown_agent";

    /// <summary>The agent's service could not read the request it had stored.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The request reached no agent within its lifetime of 24 hours.</summary>
    public const string Undeliverable = "undeliverable";
}
