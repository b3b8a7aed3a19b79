using AgentService.Agents;
using AgentService.Knowledge;

namespace AgentService.Models;

/// <summary>The embedded model's words, in Markdown.</summary>
internal static class EmbeddedAnswers
{
    private const int MaxRelated = 3;

    public const string Thanks = "You're welcome! Just ask if there is anything else.";

    public const string Goodbye = "Goodbye! I'm here whenever you need me.";

    public const string NothingMore = "All right. I'm here whenever you need me.";

    public const string NothingToCancel =
        "There is nothing going on here that I could cancel. A request that has a number stays open: the service desk withdraws it when you name the number.";

    public const string WhatIsIt = "With pleasure. What can I do for you?";

    public static string Greeting(AgentDefinition? agent) => Paragraphs("Hello! How can I help you?", agent?.Description, Examples(agent));

    public static string Capabilities(AgentDefinition? agent) => Paragraphs("Here is what I can do for you.", agent?.Description, Examples(agent));

    public static string Unknown(AgentDefinition? agent) =>
        Paragraphs("I don't know the answer to that: I found nothing about it in what I can look up.", agent?.Description, Examples(agent));

    public static string FromPassages(IReadOnlyList<FoundPassage> passages)
    {
        var best = passages[0];
        var related = passages.Where(passage => passage.Section.Length > 0 && (passage.Document, passage.Section) != (best.Document, best.Section))
            .Select(passage => $"{passage.Section} ({passage.Document})").Distinct().Take(MaxRelated).ToList();
        return Paragraphs(
            $"**{(best.Section.Length > 0 ? best.Section : best.Title)}**",
            best.Content,
            $"Source: {best.Title} ({best.Document})",
            related.Count > 0 ? $"See also: {string.Join("; ", related)}" : null);
    }

    private static string? Examples(AgentDefinition? agent) =>
        agent is { Examples.Count: > 0 } ? $"For example:\n\n{string.Join('\n', agent.Examples.Select(example => $"- {example}"))}" : null;

    private static string Paragraphs(params IEnumerable<string?> paragraphs) =>
        string.Join("\n\n", paragraphs.Where(paragraph => !string.IsNullOrEmpty(paragraph)));
}
