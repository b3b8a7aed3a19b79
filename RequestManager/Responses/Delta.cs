namespace RequestManager.Responses;

/// <summary>A piece of an answer as the caller reads it.</summary>
/// <param name="Index">The piece's place in its attempt, from 0.</param>
/// <param name="Attempt">From 1; with each new one the text begins anew.</param>
internal sealed record Delta(string Text, int Index, int Attempt);
