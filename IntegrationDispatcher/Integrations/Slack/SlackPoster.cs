namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>Posts the parts of one delivery that Slack does not have yet.</summary>
internal sealed class SlackPoster(SlackClient slack, SlackSearch search, ISlackPosts posts, TimeProvider clock)
{
    /// <summary>How long a free moment in a busy channel is waited for.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public async Task<Outcome> PostAsync(Message message, SlackTarget target, string channel, CancellationToken cancellationToken)
    {
        var parts = SlackParts.Of(message, target.Mention, target.IncludeAgentInfo);
        var begun = await posts.BegunAsync(message.DeliveryId, channel, cancellationToken);
        var thread = target.ThreadTs
            ?? (target.ThreadReplies ? await posts.ThreadAsync(message.SessionId, channel, message.DeliveryId, cancellationToken) : null);
        string? ts = null;
        for (var number = 0; number < parts.Count; number++)
        {
            var part = new PartToPost(new(message.DeliveryId, number), message.SessionId, channel, thread, parts[number]);
            (ts, var end) = await StepAsync(part, begun.GetValueOrDefault(number), cancellationToken);
            if (end is not null) return end;
            if (target.ThreadReplies) thread ??= ts;
        }

        return new Outcome.Delivered { StatusCode = StatusCodes.Status200OK, ResponseExcerpt = $"ts {ts}" };
    }

    private async Task<Step> StepAsync(PartToPost part, BegunPost? begun, CancellationToken cancellationToken)
    {
        if (begun?.Ts is { } ts) return Step.Done(ts);
        if (begun is not null)
        {
            switch (await FindAsync(part, begun.At, cancellationToken))
            {
                case Sighting.Found found:
                    return Step.Done(found.Ts);
                case Sighting.NotNow { Problem: var problem }:
                    return Step.Stop(Again(problem, "whether an earlier attempt was posted is looked up first"));
            }
        }

        var turn = await posts.ReserveAsync(part.Channel, _patience, cancellationToken);
        if (!turn.IsOurs)
            return Step.Stop(new Outcome.NotYet("many messages wait for the same Slack channel", clock.GetUtcNow() + turn.Wait));
        await Task.Delay(turn.Wait, clock, cancellationToken);
        return await PostAsync(part, cancellationToken);
    }

    private async Task<Step> PostAsync(PartToPost part, CancellationToken cancellationToken)
    {
        if (await posts.BeginAsync(part.Key, part.SessionId, part.Channel, cancellationToken) is not { } begunAt)
            return Step.Stop(new Outcome.TryAgain("another replica posts it"));
        var answer = await slack.PostMessageAsync(part.Body, cancellationToken);
        if (answer.Problem is not { } problem) return await DoneAsync(part, answer.Value!.Ts);
        if (problem.NotBefore is { } notBefore) await posts.HoldAsync(part.Channel, notBefore - clock.GetUtcNow(), CancellationToken.None);
        if (!problem.MayBeDone)
        {
            await posts.NotPostedAsync(part.Key, CancellationToken.None);
            return Step.Stop(problem.ToOutcome());
        }

        return await FindAsync(part, begunAt, cancellationToken) switch
        {
            Sighting.Found found => Step.Done(found.Ts),
            Sighting.NotThere => Step.Stop(Again(problem, "the message is not there")),
            Sighting.Impossible => Step.Stop(Again(problem, "the message may have been posted, and a repetition may appear twice")),
            _ => Step.Stop(Again(problem, "whether the message was posted is looked up before the next attempt")),
        };
    }

    private async Task<Sighting> FindAsync(PartToPost part, DateTimeOffset begunAt, CancellationToken cancellationToken)
    {
        var sighting = await search.FindAsync(part.Key, part.Channel, part.ThreadTs, begunAt, cancellationToken);
        if (sighting is Sighting.Found found) await DoneAsync(part, found.Ts);
        return sighting;
    }

    // A cut must not come between the posting and the writing.
    private async Task<Step> DoneAsync(PartToPost part, string ts)
    {
        await posts.PostedAsync(part.Key, ts, CancellationToken.None);
        return Step.Done(ts);
    }

    private static Outcome.TryAgain Again(SlackProblem problem, string then) =>
        new($"{problem.Reason}; {then}", problem.NotBefore) { StatusCode = problem.Status };

    private sealed record PartToPost(PartKey Key, Guid SessionId, string Channel, string? ThreadTs, SlackPart Part)
    {
        public SlackPostBody Body => new(Channel, ThreadTs, Part.Text, Part.Blocks, SlackSearch.MetadataOf(Key));
    }

    /// <summary>A part is posted, or the attempt ends with it.</summary>
    private readonly record struct Step(string? Ts, Outcome? End)
    {
        public static Step Done(string ts) => new(ts, null);

        public static Step Stop(Outcome end) => new(null, end);
    }
}
