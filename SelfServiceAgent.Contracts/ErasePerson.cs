namespace SelfServiceAgent.Contracts;

/// <summary>
/// What RequestManager asks each other service at <see cref="Path"/>: to erase what it has of a person, once nothing is to happen to it any
/// more. Asked again until nothing is waited for; asking too often does no harm.
/// </summary>
/// <param name="RequestedAt">What was made later stays, unless it belongs to one of the sessions.</param>
/// <param name="SessionIds">The person's sessions up to then. They have ended, and all of their requests are answered.</param>
/// <param name="AnsweredIds">Their latest requests: what became of them may still be on its way.</param>
/// <param name="ForgottenBefore">What is older may belong to sessions that RequestManager has forgotten; null when it never forgets.</param>
public sealed record ErasePerson(
    string UserId, DateTimeOffset RequestedAt, IReadOnlyList<Guid> SessionIds, IReadOnlyList<Guid> AnsweredIds, DateTimeOffset? ForgottenBefore)
{
    public const string Path = "/api/v1/erasures";
}

/// <summary>What became of it.</summary>
/// <param name="Count">How many rows were erased by this call.</param>
/// <param name="Waiting">For how many others it must be asked again, because something is still to happen to them.</param>
public sealed record ErasedRows(int Count, int Waiting);
