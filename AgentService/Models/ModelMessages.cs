using System.Text;
using AgentService.Agents;
using AgentService.Knowledge;
using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>
/// What a model is sent: the agent's instructions, the passages found, the question. All of it is in the text, for any model to read; the typed
/// agent and passages travel along for one that is code of ours.
/// </summary>
public static class ModelMessages
{
    private const string AgentProperty = "agent";
    private const string PassagesProperty = "knowledge_passages";

    /// <param name="before">What was said before, oldest first.</param>
    public static IReadOnlyList<ChatMessage> For(
        AgentDefinition agent, IReadOnlyList<FoundPassage> passages, IReadOnlyList<ChatMessage> before, string question)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(passages);
        var instructions = new ChatMessage(ChatRole.System, agent.Instructions) { AdditionalProperties = new() { [AgentProperty] = agent } };
        var asked = new ChatMessage(ChatRole.User, question);
        if (passages.Count == 0) return [instructions, .. before, asked];
        var knowledge = new ChatMessage(ChatRole.System, Readable(passages)) { AdditionalProperties = new() { [PassagesProperty] = passages } };
        return [instructions, knowledge, .. before, asked];
    }

    public static string QuestionIn(IEnumerable<ChatMessage> messages) =>
        messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";

    public static AgentDefinition? AgentIn(IEnumerable<ChatMessage> messages) => Property<AgentDefinition>(messages, AgentProperty);

    public static IReadOnlyList<FoundPassage> PassagesIn(IEnumerable<ChatMessage> messages) =>
        Property<IReadOnlyList<FoundPassage>>(messages, PassagesProperty) ?? [];

    private static T? Property<T>(IEnumerable<ChatMessage> messages, string name)
        where T : class =>
        messages.Select(message => message.AdditionalProperties?.GetValueOrDefault(name)).OfType<T>().LastOrDefault();

    private static string Readable(IReadOnlyList<FoundPassage> passages)
    {
        var text = new StringBuilder("Passages of the knowledge base, the best first:");
        foreach (var passage in passages)
        {
            text.Append("\n\n[").Append(passage.Document).Append("] ").Append(passage.Title);
            if (passage.Section.Length > 0) text.Append(" › ").Append(passage.Section);
            text.Append('\n').Append(passage.Content);
        }

        return text.ToString();
    }
}
