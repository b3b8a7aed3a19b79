using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>
/// Counts the calls to a model, of which an answer takes several where functions are called for it. The count is part of the usage, which is summed over them.
/// </summary>
internal sealed class CountedCalls(IChatClient model) : DelegatingChatClient(model)
{
    private const string Key = "calls";

    public static int In(UsageDetails? usage) => (int)(usage?.AdditionalCounts?.GetValueOrDefault(Key) ?? 0);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        (response.Usage ??= new()).Add(One());
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)) yield return update;
        yield return new(ChatRole.Assistant, [new UsageContent(One())]);
    }

    private static UsageDetails One() => new() { AdditionalCounts = new() { [Key] = 1 } };
}
