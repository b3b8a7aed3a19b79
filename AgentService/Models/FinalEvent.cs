using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace AgentService.Models;

/// <summary>
/// The event that ends a stream of the Responses API. It repeats the whole answer, so whatever a server left out before it is made up for, and an answer
/// that was cut off at its limit has ended as well.
/// </summary>
internal static class FinalEvent
{
    /// <param name="text">What was heard so far.</param>
    /// <param name="called">The functions that the model wanted so far, by the ids of their calls.</param>
    /// <returns>The update, with what was missing.</returns>
    public static ChatResponseUpdate Complete(ChatResponseUpdate update, string text, IReadOnlySet<string> called)
    {
        var result = update.RawRepresentation switch
        {
            StreamingResponseCompletedUpdate completed => completed.Response,
            StreamingResponseIncompleteUpdate incomplete => incomplete.Response,
            _ => null,
        };
        if (result is null) return update;
        var whole = result.AsChatResponse();
        List<AIContent> missing = [.. whole.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => !called.Contains(call.CallId))];
        if (whole.Text.Length > text.Length && whole.Text.StartsWith(text, StringComparison.Ordinal)) missing.Insert(0, new TextContent(whole.Text[text.Length..]));
        if (update.RawRepresentation is StreamingResponseIncompleteUpdate)
        {
            update.FinishReason = whole.FinishReason ?? ChatFinishReason.Length;
            if (whole.Usage is { } usage) missing.Add(new UsageContent(usage));
        }

        update.Contents = [.. missing, .. update.Contents];
        return update;
    }
}
