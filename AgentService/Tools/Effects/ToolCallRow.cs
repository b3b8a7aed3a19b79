using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentService.Tools.Effects;

/// <summary>
/// <c>tool_calls</c>: one call of a tool with an effect. The row is there before the call is made; while it is not finished, nobody
/// knows whether the call got through.
/// </summary>
public sealed class ToolCallRow
{
    public Guid FlowId { get; set; }

    public required string Step { get; set; }

    public required string Tool { get; set; }

    /// <summary>The request that asked for it first.</summary>
    public Guid RequestId { get; set; }

    public Guid SessionId { get; set; }

    /// <summary>Counts the attempts; a fencing token.</summary>
    public int Attempt { get; set; }

    /// <summary>When the latest attempt began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Until when somebody may be calling: its time-out, or earlier the moment in which the attempt ended unknown.</summary>
    public DateTimeOffset OpenUntil { get; set; }

    /// <summary>When the outcome was known here.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>What came of it, as JSON.</summary>
    public string? Result { get; set; }
}

internal sealed class ToolCallRowConfiguration : IEntityTypeConfiguration<ToolCallRow>
{
    public void Configure(EntityTypeBuilder<ToolCallRow> builder)
    {
        builder.ToTable("tool_calls");
        builder.HasKey(call => new { call.FlowId, call.Step });
        builder.Property(call => call.Tool).HasMaxLength(255);
        builder.Property(call => call.Attempt).HasDefaultValue(1);
        builder.Property(call => call.Result).HasColumnType("jsonb");
        builder.HasIndex(call => call.SessionId);
    }
}
