namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Looks in Slack for a message of which nobody said whether it was posted, by what lies beside it.</summary>
internal sealed class SlackSearch(SlackClient slack)
{
    public const string EventType = "ssa_delivery";

    private const string DeliveryId = "delivery_id";
    private const string Part = "part";
    private const int MaxPages = 5;

    // The database's clock and Slack's may differ.
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(5);

    public static SlackMetadata MetadataOf(PartKey part) =>
        new(EventType, new() { [DeliveryId] = part.DeliveryId.ToString(), [Part] = part.Part });

    /// <param name="begunAt">When it was sent.</param>
    public async Task<Sighting> FindAsync(
        PartKey part, string channel, string? threadTs, DateTimeOffset begunAt, CancellationToken cancellationToken)
    {
        var wanted = MetadataOf(part);
        var (oldest, latest) = (begunAt - _margin, begunAt + slack.Timeout + _margin);
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await slack.ReadAsync(channel, threadTs, oldest, latest, cursor, cancellationToken);
            if (answer.Problem is { } problem) return problem.Passes ? new Sighting.NotNow(problem) : new Sighting.Impossible();
            var found = answer.Value!.Messages.FirstOrDefault(seen => IsSame(seen.Metadata, wanted));
            if (found is not null) return new Sighting.Found(found.Ts);
            cursor = answer.Value.ResponseMetadata?.NextCursor;
            if (string.IsNullOrEmpty(cursor)) return new Sighting.NotThere();
        }

        return new Sighting.Impossible(); // so much was posted since that it may be anywhere
    }

    private static bool IsSame(SlackMetadata? seen, SlackMetadata wanted) =>
        seen?.EventType == EventType
        && seen.EventPayload?[DeliveryId]?.ToString() == wanted.EventPayload![DeliveryId]!.ToString()
        && seen.EventPayload[Part]?.ToString() == wanted.EventPayload[Part]!.ToString();
}

/// <summary>What looking for a message showed.</summary>
internal abstract record Sighting
{
    private Sighting()
    {
    }

    public sealed record Found(string Ts) : Sighting;

    public sealed record NotThere : Sighting;

    /// <summary>Slack does not let us look.</summary>
    public sealed record Impossible : Sighting;

    /// <summary>Slack cannot tell for now.</summary>
    public sealed record NotNow(SlackProblem Problem) : Sighting;
}
