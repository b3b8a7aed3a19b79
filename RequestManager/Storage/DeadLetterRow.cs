using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SelfServiceAgent.EventBus;

namespace RequestManager.Storage;

/// <summary><c>dead_letters</c>: a message that one of our services did not take in, and what became of it. It is open until it is replayed or discarded.</summary>
public sealed class DeadLetterRow
{
    public long Id { get; set; }

    /// <summary>What the letter is called by.</summary>
    public Guid LetterId { get; set; }

    /// <summary>Whose queue it was in.</summary>
    public required string Service { get; set; }

    public string? EventId { get; set; }

    public string? EventType { get; set; }

    /// <summary>Why it was put aside the last time.</summary>
    public required string Reason { get; set; }

    public string? ContentType { get; set; }

    /// <summary>The message's headers, an object.</summary>
    public required string Headers { get; set; }

    /// <summary>The message itself. May hold people's words.</summary>
    public required byte[] Body { get; set; }

    /// <summary>By which it is known when it comes again.</summary>
    public required byte[] Fingerprint { get; set; }

    /// <summary>How often it was put aside.</summary>
    public int Times { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>When it was put aside the last time.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }

    public DateTimeOffset? DiscardedAt { get; set; }

    public DeadLetter ToLetter() => new(Service, EventId, EventType, Reason, ContentType, JsonNode.Parse(Headers)!.AsObject(), Body);
}

internal sealed class DeadLetterRowConfiguration : IEntityTypeConfiguration<DeadLetterRow>
{
    public const int MaxReason = 1000;

    public void Configure(EntityTypeBuilder<DeadLetterRow> letter)
    {
        letter.ToTable("dead_letters");
        letter.HasIndex(row => row.LetterId).IsUnique();
        letter.HasIndex(row => new { row.Service, row.Fingerprint }).IsUnique();
        letter.HasIndex(row => row.ReceivedAt);
        letter.HasIndex(row => new { row.Service, row.ReceivedAt }).HasDatabaseName("ix_dead_letters_open").HasFilter("replayed_at is null and discarded_at is null");
        letter.Property(row => row.Service).HasMaxLength(100);
        letter.Property(row => row.EventId).HasMaxLength(255);
        letter.Property(row => row.EventType).HasMaxLength(255);
        letter.Property(row => row.Reason).HasMaxLength(MaxReason);
        letter.Property(row => row.ContentType).HasMaxLength(255);
        letter.Property(row => row.Headers).HasColumnType("jsonb");
        letter.Property(row => row.Times).HasDefaultValue(1);
        letter.Property(row => row.FirstSeenAt).HasDefaultValueSql("now()");
        letter.Property(row => row.ReceivedAt).HasDefaultValueSql("now()");
    }
}
