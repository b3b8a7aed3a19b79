namespace AgentService.Knowledge;

/// <summary>A passage that may answer the question.</summary>
/// <param name="Score">0..1: how much of what matters in the question it covers, headings before text.</param>
public sealed record FoundPassage(string Document, string Title, string Section, string Content, double Score);
