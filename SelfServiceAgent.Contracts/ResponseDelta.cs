namespace SelfServiceAgent.Contracts;

/// <summary>A piece of an answer in the making: the data of <see cref="EventTypes.ResponseDelta"/>. Transient: it may be lost, the response never is.</summary>
/// <param name="Attempt">The turn's attempt, from 1; a new attempt starts the text anew.</param>
/// <param name="Index">The piece's place within its attempt, from 0.</param>
public sealed record ResponseDelta(Guid RequestId, int Attempt, int Index, string Text);
