namespace IntegrationDispatcher.Integrations;

/// <summary>How an attempt ended, named by what is to be done next.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The far side's status code, where it has one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The beginning of what the far side answered, at most <see cref="Excerpt.MaxBytes"/>.</summary>
    public string? ResponseExcerpt { get; init; }

    /// <summary>Done.</summary>
    public sealed record Delivered : Outcome;

    /// <summary>It may work later, but not before <paramref name="NotBefore"/> where the far side named a time.</summary>
    public sealed record TryAgain(string Reason, DateTimeOffset? NotBefore = null) : Outcome;

    /// <summary>Nothing was tried, because we ourselves hold back until <paramref name="NotBefore"/>; it does not count as an attempt.</summary>
    public sealed record NotYet(string Reason, DateTimeOffset NotBefore) : Outcome;

    /// <summary>Repeating cannot help.</summary>
    public sealed record Refused(string Reason) : Outcome;

    /// <summary>It may have been delivered; the far side cannot be asked, and repeating could deliver it twice.</summary>
    public sealed record Uncertain(string Reason) : Outcome;

    /// <summary>The far side says it is gone for good: nothing must be sent there any more.</summary>
    public sealed record Gone(string Reason) : Outcome;
}
