namespace AgentService.Knowledge;

/// <summary>A piece of a document that answers one question: a section, or a part of a long one.</summary>
/// <param name="KnowledgeBase">The name of its folder.</param>
/// <param name="Document">The file's name.</param>
/// <param name="Title">The document's first heading.</param>
/// <param name="Section">The headings below it that lead here, joined by <c> › </c>; empty before the first of them.</param>
/// <param name="Keywords">How else people ask for this; searched, never shown.</param>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Content">Markdown, complete in itself.</param>
public sealed record Passage(
    string KnowledgeBase, string Document, string Title, string Section, string Keywords, int Ordinal, string Content);
