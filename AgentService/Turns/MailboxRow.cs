using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentService.Turns;

/// <summary>
/// <c>agent_mailboxes</c>: where a session stands. Whoever holds its lease works on turn <see cref="NextSeq"/> and on no other; the
/// epoch tells a holder that was presumed dead that it no longer is one.
/// </summary>
public sealed class MailboxRow
{
    public Guid SessionId { get; set; }

    /// <summary>The number of the turn that is next; it may still be on its way.</summary>
    public int NextSeq { get; set; }

    /// <summary>When the next turn may begin; null while it is not there. Oldest first, so that no session starves another.</summary>
    public DateTimeOffset? ReadyAt { get; set; }

    /// <summary>The agent of the next turn: its bulkhead must have room.</summary>
    public string? NextAgentId { get; set; }

    /// <summary>The agent the conversation is with.</summary>
    public string? CurrentAgentId { get; set; }

    public string? ConversationContext { get; set; }

    /// <summary>Counts the leases; a fencing token.</summary>
    public long Epoch { get; set; }

    /// <summary>
    /// How often the next turn was begun. Counted before it begins, so that a turn that kills its process cannot loop; and here, because the claim writes
    /// this row anyway.
    /// </summary>
    public int Attempts { get; set; }

    /// <summary>The claim that took the lease; several mailboxes may be taken by one.</summary>
    public Guid? ClaimId { get; set; }

    /// <summary>By the database's clock. Null: nobody holds it.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}

internal sealed class MailboxRowConfiguration : IEntityTypeConfiguration<MailboxRow>
{
    public void Configure(EntityTypeBuilder<MailboxRow> builder)
    {
        builder.ToTable("agent_mailboxes");
        builder.HasKey(mailbox => mailbox.SessionId);
        builder.Property(mailbox => mailbox.NextSeq).HasDefaultValue(1);
        builder.Property(mailbox => mailbox.NextAgentId).HasMaxLength(255);
        builder.Property(mailbox => mailbox.CurrentAgentId).HasMaxLength(255);
        builder.Property(mailbox => mailbox.ConversationContext).HasColumnType("jsonb");
        builder.Property(mailbox => mailbox.Epoch).HasDefaultValue(0L);
        builder.Property(mailbox => mailbox.Attempts).HasDefaultValue(0);
        builder.HasIndex(mailbox => new { mailbox.NextAgentId, mailbox.ReadyAt }).HasFilter("ready_at is not null");
        builder.HasIndex(mailbox => mailbox.ClaimId).HasFilter("claim_id is not null");
    }
}
