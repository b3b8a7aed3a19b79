namespace AgentService.Turns;

/// <summary>How long a turn is left alone after an attempt in vain. It takes no slot meanwhile, so only its own session waits.</summary>
internal static class TurnPause
{
    private const double LongestUnaskedSeconds = 30;

    // Whatever a far side wants: the person and the rest of the session wait, too.
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    /// <param name="attempt">From 1.</param>
    /// <param name="wanted">What a far side wants to be left alone for; null when it did not say.</param>
    public static TimeSpan After(int attempt, TimeSpan? wanted = null)
    {
        var unasked = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestUnaskedSeconds));
        if (wanted is not { } asked || asked < unasked) return unasked;
        return asked < _longest ? asked : _longest;
    }
}
