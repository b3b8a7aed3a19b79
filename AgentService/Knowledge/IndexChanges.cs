using System.Security.Cryptography;
using System.Text;
using AgentService.Storage;

namespace AgentService.Knowledge;

/// <summary>What the index knows of a passage it holds.</summary>
public sealed record IndexedPassage(long Id, string KnowledgeBase, string Document, int Ordinal, string ContentHash);

/// <summary>What must happen to the index so that it says what the documents say. A changed passage is removed and written anew.</summary>
/// <param name="Obsolete">Ids of rows to remove.</param>
/// <param name="New">Rows to write.</param>
public sealed record IndexChanges(IReadOnlyList<long> Obsolete, IReadOnlyList<KnowledgePassage> New)
{
    public static IndexChanges Between(IEnumerable<IndexedPassage> indexed, IEnumerable<Passage> passages)
    {
        ArgumentNullException.ThrowIfNull(indexed);
        var wanted = passages.Select(ToRow).ToDictionary(KeyOf);
        var obsolete = new List<long>();
        foreach (var row in indexed)
        {
            // What is left in the dictionary in the end is what the index lacks.
            if (!wanted.Remove((row.KnowledgeBase, row.Document, row.Ordinal, row.ContentHash))) obsolete.Add(row.Id);
        }

        return new(obsolete, [.. wanted.Values]);
    }

    private static (string KnowledgeBase, string Document, int Ordinal, string ContentHash) KeyOf(KnowledgePassage row) =>
        (row.KnowledgeBase, row.Document, row.Ordinal, row.ContentHash);

    private static KnowledgePassage ToRow(Passage passage) => new()
    {
        KnowledgeBase = passage.KnowledgeBase,
        Document = passage.Document,
        Title = passage.Title,
        Section = passage.Section,
        Keywords = passage.Keywords,
        Ordinal = passage.Ordinal,
        Content = passage.Content,
        ContentHash = HashOf(passage),
    };

    private static string HashOf(Passage passage) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\0', passage.Title, passage.Section, passage.Keywords, passage.Content))));
}
