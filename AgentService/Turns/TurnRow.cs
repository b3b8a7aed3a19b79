using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>
/// <c>agent_turns</c>: one answer to one request. The row is at once the inbox of <c>request.created</c>, a place in its session's mailbox,
/// and the outbox of <c>response-ready</c>.
/// </summary>
public sealed class TurnRow
{
    public long Id { get; set; }

    public Guid RequestId { get; set; }

    public Guid SessionId { get; set; }

    /// <summary>The request's number in its session, from 1.</summary>
    public int SessionSeq { get; set; }

    public TurnStatus Status { get; set; }

    /// <summary>The request as it came, <see cref="SelfServiceAgent.Contracts.RequestCreated"/>.</summary>
    public required string Request { get; set; }

    public string? TargetAgentId { get; set; }

    public string? ReplyTo { get; set; }

    public string? CorrelationId { get; set; }

    public string? TraceParent { get; set; }

    /// <summary>How often it was begun until it was answered; before that its mailbox counts.</summary>
    public int Attempts { get; set; }

    /// <summary>When the attempt that answered it was begun.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    public string? AgentId { get; set; }

    /// <summary>The answer as it is published, <see cref="SelfServiceAgent.Contracts.ResponseReady"/>.</summary>
    public string? Response { get; set; }

    /// <summary>When everyone who needs the answer was known to have it.</summary>
    public DateTimeOffset? ResponseConfirmedAt { get; set; }

    public DateTimeOffset? NextPublishAt { get; set; }

    public int PublishCount { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }
}

public enum TurnStatus
{
    Waiting,
    Answered,
    Failed,
}

internal sealed class TurnRowConfiguration : IEntityTypeConfiguration<TurnRow>
{
    public void Configure(EntityTypeBuilder<TurnRow> builder)
    {
        builder.ToTable("agent_turns", table => table.HasUpperCaseCheck<TurnRow, TurnStatus>("status"));
        builder.HasIndex(turn => turn.RequestId).IsUnique();
        builder.HasIndex(turn => new { turn.SessionId, turn.SessionSeq }).IsUnique();
        builder.Property(turn => turn.Status).IsUpperCase();
        builder.Property(turn => turn.Request).HasColumnType("jsonb");
        builder.Property(turn => turn.TargetAgentId).HasMaxLength(255);
        builder.Property(turn => turn.ReplyTo).HasMaxLength(64);
        builder.Property(turn => turn.CorrelationId).HasMaxLength(255);
        builder.Property(turn => turn.TraceParent).HasMaxLength(55);
        builder.Property(turn => turn.Attempts).HasDefaultValue(0);
        builder.Property(turn => turn.AgentId).HasMaxLength(255);
        builder.Property(turn => turn.Response).HasColumnType("jsonb");
        builder.Property(turn => turn.PublishCount).HasDefaultValue(0);
        builder.Property(turn => turn.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(turn => turn.NextPublishAt).HasFilter("completed_at is not null and response_confirmed_at is null");
    }
}
