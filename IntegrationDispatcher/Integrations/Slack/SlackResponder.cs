using System.Text.Json.Nodes;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// Gives the answer to a command to the person alone, through the address that came with it. Slack counts such posts by their address, and not
/// against the channel.
/// </summary>
internal sealed class SlackResponder(SlackResponseUrls urls, ISlackPosts posts)
{
    private const int MaxPosts = 5; // Slack takes no more
    private const string Channel = "response_url", Posted = "posted"; // in our books; such a post has no number

    /// <returns>Null when the answer does not go this way, or not any more.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task<Outcome?> RespondAsync(Message message, SlackTarget target, string responseUrl, CancellationToken cancellationToken)
    {
        var parts = SlackParts.Of(message, mention: null, target.IncludeAgentInfo);
        if (parts.Count > MaxPosts) return null;
        var begun = await posts.BegunAsync(message.DeliveryId, Channel, cancellationToken);
        for (var number = 0; number < parts.Count; number++)
        {
            var key = KeyOf(message, number);
            if (begun.GetValueOrDefault(key.Part)?.Ts is not null) continue;
            if (await posts.BeginAsync(key, message.SessionId, Channel, cancellationToken) is null) return new Outcome.TryAgain("another replica posts it");
            var problem = await urls.PostAsync(responseUrl, BodyOf(parts[number]), cancellationToken);
            if (problem is null) await posts.PostedAsync(key, Posted, CancellationToken.None); // a cut must not come between
            else if (!problem.MayBeDone) await posts.NotPostedAsync(key, CancellationToken.None);
            if (problem is not null) return problem.Passes ? Again(problem) : null;
        }

        return new Outcome.Delivered { StatusCode = StatusCodes.Status200OK };
    }

    // Below zero, beside those of the direct message that may take over: neither forgets what it posted because of the other.
    private static PartKey KeyOf(Message message, int number) => new(message.DeliveryId, ~number);

    private static JsonObject BodyOf(SlackPart part) =>
        new() { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = part.Text, ["blocks"] = part.Blocks };

    // Nothing can be looked up there: better seen twice than not at all.
    private static Outcome.TryAgain Again(SlackProblem problem) =>
        new(problem.MayBeDone ? $"{problem.Reason}; it may have been posted, and a repetition may appear twice" : problem.Reason, problem.NotBefore)
        {
            StatusCode = problem.Status,
        };
}
