using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>Whose a request is: the person it was asked for, and whoever sent it in that person's name.</summary>
internal static class RequestOwner
{
    public const string Nobody = "anonymous";

    /// <summary>The caller as <c>request_logs.sent_by</c> keeps it.</summary>
    public static string MarkOf(Caller? caller) => caller switch
    {
        null => Nobody,
        { Kind: CallerKind.Person } => $"user:{caller.UserId}",
        { Kind: CallerKind.Tool } => $"tool:{caller.UserId}",
        { Kind: CallerKind.Slack } => "slack",
        _ => $"service:{caller.UserId}",
    };

    /// <summary>The part of a mark that names nobody, such as <c>user</c>, <c>tool</c> or <c>anonymous</c>.</summary>
    public static string KindOf(string mark) => mark.Split(':')[0];

    public static bool MayRead(Caller? caller, string userId, string sentBy) =>
        sentBy == MarkOf(caller) || caller?.MayManage(userId) == true;
}
