namespace SelfServiceAgent.Contracts;

/// <summary>A piece of an answer in the making: the data of <see cref="EventTypes.ResponseDelta"/>. Transient: it may be lost, the response never is.</summary>
/// <param name="Attempt">Greater than that of any attempt at this turn before; a new attempt starts the text anew.</param>
/// <param name="Index">The piece's place within its attempt, from 0.</param>
/// <param name="Text">At most <see cref="MaxLength"/> characters.</param>
public sealed record ResponseDelta(Guid RequestId, long Attempt, int Index, string Text)
{
    /// <summary>So that, however it is escaped, an event of one fits into the 8,000 bytes of a PostgreSQL notification.</summary>
    public const int MaxLength = 1000;
}
