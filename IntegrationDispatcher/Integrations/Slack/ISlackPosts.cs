namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>What we know of our messages in Slack, over all replicas. A seam for tests.</summary>
/// <exception cref="System.Data.Common.DbException">Of every call, when the database is away.</exception>
internal interface ISlackPosts
{
    /// <summary>The parts of a delivery posted in a channel, and those whose posting began and of which nothing was heard.</summary>
    Task<IReadOnlyDictionary<int, BegunPost>> BegunAsync(Guid deliveryId, string channelId, CancellationToken cancellationToken);

    /// <summary>The first message of a session in a channel, posted before anything of this delivery; null when there is none.</summary>
    Task<string?> ThreadAsync(Guid sessionId, string channelId, Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Takes the channel's next free moment, unless it is further away than <paramref name="patience"/>.</summary>
    Task<SlackTurn> ReserveAsync(string channelId, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Nobody posts in the channel for a while: Slack wants it so.</summary>
    Task HoldAsync(string channelId, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>Writes down that a part is about to be posted, so that not even a crash makes it appear twice.</summary>
    /// <returns>When that was; null when another replica has posted it meanwhile.</returns>
    Task<DateTimeOffset?> BeginAsync(PartKey part, Guid sessionId, string channelId, CancellationToken cancellationToken);

    /// <summary>Slack has it.</summary>
    Task PostedAsync(PartKey part, string ts, CancellationToken cancellationToken);

    /// <summary>Slack has it for certain not.</summary>
    Task NotPostedAsync(PartKey part, CancellationToken cancellationToken);
}

/// <param name="Part">From 0; below zero what went through an address of a command.</param>
internal readonly record struct PartKey(Guid DeliveryId, int Part);

/// <param name="Ts">Null when nothing was heard.</param>
internal sealed record BegunPost(string? Ts, DateTimeOffset At);

/// <param name="IsOurs">Whether the moment was taken.</param>
/// <param name="Wait">Until the moment; where it was not taken, until trying again makes sense.</param>
internal readonly record struct SlackTurn(bool IsOurs, TimeSpan Wait);
