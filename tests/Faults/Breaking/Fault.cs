namespace Faults.Breaking;

/// <summary>Something that can be broken and mended again.</summary>
/// <param name="Kind">As the report names it.</param>
internal abstract record Fault(string Kind)
{
    public abstract Task BreakAsync(Random random);

    /// <summary>Puts it right, however far breaking it got.</summary>
    public abstract Task MendAsync();

    /// <summary>How long it stays broken, at most.</summary>
    public virtual TimeSpan Longest => TimeSpan.FromSeconds(4);
}
