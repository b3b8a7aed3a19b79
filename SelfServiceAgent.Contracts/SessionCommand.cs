using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>
/// What a person says to their session instead of to an agent. Recognised once, by RequestManager when it stores the request, so that what
/// happens to the session and what is answered always agree.
/// </summary>
[JsonConverter(typeof(UpperCaseEnumConverter<SessionCommand>))]
public enum SessionCommand
{
    /// <summary>Ends the session with this request; the next one opens a new session.</summary>
    Reset,

    /// <summary>Asks what the session has used of the language model so far.</summary>
    Tokens,
}
