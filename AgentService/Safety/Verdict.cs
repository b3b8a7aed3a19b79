namespace AgentService.Safety;

/// <summary>What a guard says to a text.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>It may go on as it is.</summary>
    public sealed record Clean : Verdict;

    /// <summary>It may go on like this, with marks where something was.</summary>
    public sealed record Redacted(string Text, IReadOnlyList<Danger> Dangers) : Verdict;

    /// <summary>It goes no further.</summary>
    /// <param name="Words">For the person, in Markdown.</param>
    public sealed record Blocked(Danger Danger, string Words) : Verdict;
}
