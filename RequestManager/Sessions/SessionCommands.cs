using System.Collections.Frozen;
using SelfServiceAgent.Contracts;

namespace RequestManager.Sessions;

/// <summary>Recognises what is said to the session: the whole content, in any case, with nothing around it but space.</summary>
internal static class SessionCommands
{
    private static readonly FrozenDictionary<string, SessionCommand> _byText = new Dictionary<string, SessionCommand>
    {
        ["reset"] = SessionCommand.Reset,
        ["clear"] = SessionCommand.Reset,
        ["restart"] = SessionCommand.Reset,
        ["new session"] = SessionCommand.Reset,
        ["tokens"] = SessionCommand.Tokens,
        ["**tokens**"] = SessionCommand.Tokens,
        ["token stats"] = SessionCommand.Tokens,
        ["usage stats"] = SessionCommand.Tokens,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null for what an agent is to answer.</returns>
    public static SessionCommand? In(string content) => _byText.TryGetValue(content.Trim(), out var command) ? command : null;
}
