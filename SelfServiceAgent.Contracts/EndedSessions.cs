namespace SelfServiceAgent.Contracts;

/// <summary>
/// What RequestManager is asked at <see cref="Path"/>: which of these sessions are over for good, with nothing unanswered. One that it does not
/// know, or knows no longer, is. The answer is their ids.
/// </summary>
public sealed record EndedSessions(IReadOnlyList<Guid> SessionIds)
{
    public const string Path = "/api/v1/sessions/ended";
}
