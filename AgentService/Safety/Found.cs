namespace AgentService.Safety;

/// <summary>Something in a text that must not stay there.</summary>
internal readonly record struct Found(int Start, int Length, Danger Danger)
{
    public int End => Start + Length;
}
