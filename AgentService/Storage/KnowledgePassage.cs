using NpgsqlTypes;

namespace AgentService.Storage;

/// <summary>A row of <c>knowledge_passages</c>: a passage as the full-text search finds it.</summary>
public sealed class KnowledgePassage
{
    public long Id { get; set; }

    public required string KnowledgeBase { get; set; }

    public required string Document { get; set; }

    public required string Title { get; set; }

    public required string Section { get; set; }

    public required string Keywords { get; set; }

    public int Ordinal { get; set; }

    public required string Content { get; set; }

    /// <summary>SHA-256 over all of the passage's text, in hexadecimal; tells whether the document has changed.</summary>
    public required string ContentHash { get; set; }

    /// <summary>Computed by the database from the text.</summary>
    public NpgsqlTsVector? Search { get; set; }
}
