namespace IntegrationDispatcher.Slack;

/// <summary>Works on one kind of event. It may be called again for the same event, and must not mind.</summary>
internal interface ISlackWorker
{
    Task<SlackWork> WorkAsync(HeldEvent held, CancellationToken cancellationToken);

    /// <summary>Where the person is told that nothing comes of it; null where there is nothing to tell. Pure.</summary>
    SlackPlace? PlaceOf(HeldEvent held);
}

/// <summary>How a piece of work ended.</summary>
internal abstract record SlackWork
{
    private SlackWork()
    {
    }

    /// <param name="Result">What became of it, without content.</param>
    public sealed record Done(string Result) : SlackWork;

    /// <param name="Result">Why nothing comes of it, without content.</param>
    /// <param name="Words">What the person is told.</param>
    public sealed record Failed(string Result, string Words) : SlackWork;

    /// <param name="Reason">What it waits for, without content.</param>
    /// <param name="NotBefore">When that wants to be asked again, where it said so.</param>
    public sealed record Later(string Reason, DateTimeOffset? NotBefore = null) : SlackWork
    {
        /// <summary>Nothing that passes by itself: our own code is wrong.</summary>
        public bool IsFault { get; init; }
    }
}
