using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentService.Tools.Tickets;

/// <summary>
/// <c>tickets</c>: the built-in ticket store. Whoever works on a ticket closes it by <see cref="ClosedAt"/>; until then there is no second one of
/// the same person about the same thing (<c>ix_tickets_open</c>, over expressions, stands in the migration).
/// </summary>
public sealed class TicketRow
{
    public long Id { get; set; }

    /// <summary><c>REQ</c> and seven digits; given by the database.</summary>
    public string? Number { get; set; }

    public required string CorrelationId { get; set; }

    public required string UserId { get; set; }

    public required string Category { get; set; }

    public required string Subject { get; set; }

    public required string Summary { get; set; }

    /// <summary>A JSON object.</summary>
    public string? Details { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

internal sealed class TicketRowConfiguration : IEntityTypeConfiguration<TicketRow>
{
    private const string Numbers = "ticket_numbers";

    public void Configure(EntityTypeBuilder<TicketRow> builder)
    {
        builder.ToTable("tickets");
        var numbers = builder.Metadata.Model.AddSequence(Numbers);
        numbers.MaxValue = 9_999_999; // an eighth digit would be cut off without a word
        builder.Property(ticket => ticket.Number).HasMaxLength(10).HasDefaultValueSql($"'REQ' || lpad(nextval('{Numbers}')::text, 7, '0')").IsRequired();
        builder.Property(ticket => ticket.CorrelationId).HasMaxLength(100);
        builder.Property(ticket => ticket.UserId).HasMaxLength(255);
        builder.Property(ticket => ticket.Category).HasMaxLength(40);
        builder.Property(ticket => ticket.Subject).HasMaxLength(58);
        builder.Property(ticket => ticket.Summary).HasMaxLength(160);
        builder.Property(ticket => ticket.Details).HasColumnType("jsonb");
        builder.Property(ticket => ticket.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(ticket => ticket.Number).IsUnique();
        builder.HasIndex(ticket => ticket.CorrelationId).IsUnique();
    }
}
