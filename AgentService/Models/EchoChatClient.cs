using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>Says back what was said, after a while if so configured. Measures what surrounds the model.</summary>
internal sealed class EchoChatClient(TimeSpan delay, TimeProvider time) : LocalChatClient(Provider)
{
    public const string Provider = "echo";

    protected override async Task<string> AnswerAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken);
        return $"echo: {ModelMessages.QuestionIn(messages)}";
    }
}
