using Microsoft.Extensions.Caching.Memory;

namespace IntegrationDispatcher.Integrations.Slack;

/// <summary>
/// Finds the channel a message goes to. Who a person is in Slack is remembered for a while: Slack answers some 50 such questions a minute.
/// </summary>
internal sealed class SlackPlaces(SlackClient slack) : IDisposable
{
    private static readonly TimeSpan _memory = TimeSpan.FromHours(1);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async Task<SlackAnswer<string>> FindAsync(SlackTarget target, CancellationToken cancellationToken)
    {
        if (target.ChannelId is { } channel) return channel;
        if (target.UserId is { } user) return await WithAsync(user, cancellationToken);
        var person = await RememberedAsync(("email", target.Email!), async () =>
        {
            var answer = await slack.LookUpByEmailAsync(target.Email!, cancellationToken);
            return new SlackAnswer<string>(answer.Value?.User.Id, answer.Problem);
        });
        return person.Value is { } found ? await WithAsync(found, cancellationToken) : person;
    }

    public void Dispose() => _known.Dispose();

    private Task<SlackAnswer<string>> WithAsync(string userId, CancellationToken cancellationToken) =>
        RememberedAsync(("user", userId), async () =>
        {
            var answer = await slack.OpenConversationAsync(userId, cancellationToken);
            return new SlackAnswer<string>(answer.Value?.Channel.Id, answer.Problem);
        });

    private async Task<SlackAnswer<string>> RememberedAsync((string Kind, string Of) key, Func<Task<SlackAnswer<string>>> ask)
    {
        if (_known.TryGetValue(key, out string? known)) return known!;
        var answer = await ask();
        var entry = new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _memory, Size = 1 };
        if (answer.Value is not null) _known.Set(key, answer.Value, entry);
        return answer;
    }
}
