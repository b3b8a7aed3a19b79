namespace SelfServiceAgent.AppHost;

/// <summary>What secrets are that nobody gives.</summary>
internal static class MadeUp
{
    /// <summary>Letters and digits only: in a connection string or an address nothing of it needs escaping.</summary>
    public static GenerateParameterDefault Secret => new() { MinLength = 43, Special = false };
}
