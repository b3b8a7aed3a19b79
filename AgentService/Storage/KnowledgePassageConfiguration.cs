using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentService.Storage;

internal sealed class KnowledgePassageConfiguration : IEntityTypeConfiguration<KnowledgePassage>
{
    // The weights the search ranks by: A the document's title, B what the section is about, C its text.
    private const string SearchSql =
        """
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', section || ' . ' || keywords), 'B')
        || setweight(to_tsvector('english', content), 'C')
        """;

    public void Configure(EntityTypeBuilder<KnowledgePassage> builder)
    {
        builder.ToTable("knowledge_passages");
        builder.Property(passage => passage.KnowledgeBase).HasMaxLength(255);
        builder.Property(passage => passage.Document).HasMaxLength(1024);
        builder.Property(passage => passage.ContentHash).HasMaxLength(64).IsFixedLength();
        builder.Property(passage => passage.Search).HasComputedColumnSql(SearchSql, stored: true);
        builder.HasIndex(passage => passage.Search).HasMethod("gin");
        builder.HasIndex(passage => new { passage.KnowledgeBase, passage.Document, passage.Ordinal }).IsUnique();
    }
}
