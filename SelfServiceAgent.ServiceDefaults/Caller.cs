namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Who is asking, once proven by a credential; never taken from a body.</summary>
/// <param name="UserId">The person's id, 1 to 255 characters; for a tool the tool's id.</param>
/// <param name="IsAdmin">May read and change everyone's, and what is the same for all.</param>
/// <param name="MayActForAnyUser">May send requests in another person's name; says nothing about their preferences.</param>
/// <param name="ToolId">The tool whose key was shown; null for a person.</param>
public sealed record Caller(string UserId, bool IsAdmin = false, bool MayActForAnyUser = false, string? ToolId = null)
{
    /// <summary>Whether the caller may read and change what belongs to <paramref name="userId"/>. A tool has no preferences of its own.</summary>
    public bool MayManage(string userId) => IsAdmin || (ToolId is null && string.Equals(UserId, userId, StringComparison.Ordinal));
}
