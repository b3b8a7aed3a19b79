namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Who is asking, once proven by a credential; never taken from a body.</summary>
/// <param name="UserId">The person's id, 1 to 255 characters; for a tool the tool's id; for anything else its own name.</param>
/// <param name="Kind">What was proven; a tool and a person of one name are not the same caller.</param>
/// <param name="IsAdmin">May read and change everyone's, and what is the same for all.</param>
/// <param name="MayActForAnyUser">May send requests in another person's name; says nothing about their preferences.</param>
public sealed record Caller(string UserId, CallerKind Kind = CallerKind.Person, bool IsAdmin = false, bool MayActForAnyUser = false)
{
    /// <summary>The person's address as their identity provider vouches for it; null where nobody does.</summary>
    public string? Email { get; init; }

    /// <summary>The person's groups, by the names of their identity provider.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The tool whose key was shown; null for anyone else.</summary>
    public string? ToolId => Kind == CallerKind.Tool ? UserId : null;

    /// <summary>Whether the caller may read and change what belongs to <paramref name="userId"/>. Only a person has anything of their own.</summary>
    public bool MayManage(string userId) => IsAdmin || Owns(userId);

    /// <summary>Whether what belongs to <paramref name="userId"/> is the caller's own.</summary>
    public bool Owns(string userId) => Kind == CallerKind.Person && string.Equals(UserId, userId, StringComparison.Ordinal);
}

/// <summary>The sorts of callers there are.</summary>
public enum CallerKind
{
    Person,

    /// <summary>A ticket system or an automation, which speaks for people.</summary>
    Tool,

    /// <summary>Slack, by our own dispatcher or whoever else holds the signing secret.</summary>
    Slack,

    /// <summary>One of our own services.</summary>
    Service,
}
