using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RequestManager.Storage;

/// <summary><c>erasures</c>: that a person's data are to be erased, how far that is, and that it was done. At most one of a person is under way.</summary>
public sealed class ErasureRow
{
    public long Id { get; set; }

    public Guid ErasureId { get; set; }

    public required string UserId { get; set; }

    /// <summary>What the person did later stays.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Null once it is done.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>How far each service is, as JSON.</summary>
    public string Progress { get; set; } = "{}";

    public DateTimeOffset? CompletedAt { get; set; }
}

internal sealed class ErasureRowConfiguration : IEntityTypeConfiguration<ErasureRow>
{
    public void Configure(EntityTypeBuilder<ErasureRow> erasure)
    {
        erasure.ToTable("erasures");
        erasure.HasIndex(row => row.ErasureId).IsUnique();
        erasure.Property(row => row.UserId).HasMaxLength(255);
        erasure.Property(row => row.Attempts).HasDefaultValue(0);
        erasure.Property(row => row.Progress).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        erasure.HasIndex(row => row.UserId).IsUnique().HasFilter("completed_at is null");
        erasure.HasIndex(row => row.NextAttemptAt).HasFilter("next_attempt_at is not null");
    }
}
