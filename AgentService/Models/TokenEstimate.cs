using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>
/// What a text would cost in tokens, for models that have no tokenizer: one for every four characters, which is what English text comes to with
/// the usual byte-pair encodings, give or take a fifth.
/// </summary>
public static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    public static int Of(string text) => ((text ?? "").Length + CharactersPerToken - 1) / CharactersPerToken;

    public static UsageDetails Usage(IEnumerable<ChatMessage> messages, string answer)
    {
        var input = messages.Sum(message => Of(message.Text));
        var output = Of(answer);
        return new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
