using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>A model that is code of ours: it answers as a whole, is heard word by word, and its tokens are estimated.</summary>
public abstract partial class LocalChatClient(string provider) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(provider, defaultModelId: provider);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var answer = await AnswerAsync(all, cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, answer))
        {
            ModelId = _metadata.DefaultModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = TokenEstimate.Usage(all, answer),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (Match word in Words().Matches(response.Text))
            yield return new(ChatRole.Assistant, word.Value) { ModelId = response.ModelId };
        yield return new(ChatRole.Assistant, [new UsageContent(response.Usage!)])
        {
            ModelId = response.ModelId,
            FinishReason = response.FinishReason,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => GC.SuppressFinalize(this);

    protected abstract Task<string> AnswerAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken);

    [GeneratedRegex(@"\s+|\S+\s*")]
    private static partial Regex Words();
}
