namespace AgentService.Turns;

/// <summary>How one attempt at a turn ended.</summary>
internal enum TurnOutcome
{
    /// <summary>The agent answered.</summary>
    Answered,

    /// <summary>It ended for good without an answer, and says so.</summary>
    Failed,

    /// <summary>It is for another agent, and waits for a slot of that one's.</summary>
    Passed,

    /// <summary>The attempt failed; there will be another.</summary>
    WillTryAgain,

    /// <summary>The database was away; tried again without counting, for it says nothing about the turn.</summary>
    PutOff,

    /// <summary>Cut short because the replica stops or lost the session; another replica takes it.</summary>
    HandedOver,

    /// <summary>The lease was lost; the answer was thrown away, because another replica gives it.</summary>
    Lost,
}
