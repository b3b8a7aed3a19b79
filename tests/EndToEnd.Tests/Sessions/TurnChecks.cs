using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Sessions;

/// <summary>What must be true of turns, whatever happened meanwhile.</summary>
internal static class TurnChecks
{
    /// <param name="turns">In order of completion.</param>
    /// <param name="perSession">How many each session must have.</param>
    public static void MustBeAnsweredOnceAndInOrder(this IReadOnlyList<Turn> turns, int sessions, int perSession)
    {
        Assert.Equal(sessions * perSession, turns.Count);
        Assert.Equal(turns.Count, turns.Select(turn => turn.RequestId).Distinct().Count());
        Assert.All(turns, turn => Assert.Equal("ANSWERED", turn.Status));
        Assert.All(turns, turn => Assert.Equal(turn.RequestSeq, turn.TurnSeq));
        var bySession = turns.GroupBy(turn => turn.SessionId).ToList();
        Assert.Equal(sessions, bySession.Count);
        Assert.All(bySession, session => Assert.Single(session.Select(turn => turn.UserId).Distinct()));
        Assert.All(bySession, session => Assert.Equal(Enumerable.Range(1, perSession), session.Select(turn => turn.RequestSeq)));
    }
}
