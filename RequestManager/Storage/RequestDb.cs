using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Storage;

/// <summary>The tables of RequestManager in the database <c>llama_agents</c>.</summary>
public sealed class RequestDb(DbContextOptions<RequestDb> options) : DbContext(options)
{
    public const string HistoryTable = "__ef_migrations_request_manager";

    private const string IdType = "varchar(36)";

    public DbSet<RequestSession> Sessions => Set<RequestSession>();

    public DbSet<RequestLog> Requests => Set<RequestLog>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Guid>().HaveConversion<string>().HaveColumnType(IdType);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RequestSession>(Configure);
        modelBuilder.Entity<RequestLog>(Configure);
        modelBuilder.ApplyConfiguration(new ApiKeyRowConfiguration());
        modelBuilder.ApplyConfiguration(new DeadLetterRowConfiguration());
        modelBuilder.ApplyConfiguration(new ErasureRowConfiguration());
    }

    private static void Configure(EntityTypeBuilder<RequestSession> session)
    {
        session.ToTable("request_sessions", table =>
        {
            table.HasUpperCaseCheck<RequestSession, IntegrationType>("integration_type");
            table.HasUpperCaseCheck<RequestSession, SessionStatus>("status");
        });
        session.HasAlternateKey(row => row.SessionId);
        session.Property(row => row.IntegrationType).IsUpperCase();
        session.Property(row => row.Status).IsUpperCase();
        session.Property(row => row.UserId).HasMaxLength(255);
        session.Property(row => row.ChannelId).HasMaxLength(255);
        session.Property(row => row.ThreadId).HasMaxLength(255);
        session.Property(row => row.ExternalSessionId).HasMaxLength(255);
        session.Property(row => row.CurrentAgentId).HasMaxLength(255);
        session.Property(row => row.LlamaStackSessionId).HasMaxLength(255);
        session.Property(row => row.IntegrationMetadata).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        session.Property(row => row.UserContext).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        session.Property(row => row.ConversationContext).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        session.Property(row => row.TotalRequests).HasDefaultValue(0);
        session.Property(row => row.AnsweredSeq).HasDefaultValue(0);
        session.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
        session.Property(row => row.UpdatedAt).HasDefaultValueSql("now()");
        session.HasIndex(row => row.UserId);
        session.HasIndex(row => new { row.UserId, row.IntegrationType, row.ChannelId, row.ThreadId }, "ux_request_sessions_active")
            .IsUnique().AreNullsDistinct(false).HasFilter("status = 'ACTIVE'");
    }

    private static void Configure(EntityTypeBuilder<RequestLog> request)
    {
        request.ToTable("request_logs", table => table.HasUpperCaseCheck<RequestLog, RequestStatus>("status"));
        request.HasIndex(row => row.RequestId).IsUnique();
        request.HasIndex(row => new { row.SessionId, row.SessionSeq }).IsUnique();
        request.HasOne<RequestSession>().WithMany().HasForeignKey(row => row.SessionId).HasPrincipalKey(row => row.SessionId).OnDelete(DeleteBehavior.Restrict);
        request.Property(row => row.Status).IsUpperCase();
        request.Property(row => row.UserId).HasMaxLength(255);
        request.Property(row => row.SentBy).HasMaxLength(300);
        request.Property(row => row.RequestType).HasMaxLength(50);
        request.Property(row => row.NormalizedRequest).HasColumnType("jsonb");
        request.Property(row => row.AgentId).HasMaxLength(255);
        request.Property(row => row.ResponseMetadata).HasColumnType("jsonb");
        request.Property(row => row.CloudeventId).HasMaxLength(36);
        request.Property(row => row.CloudeventType).HasMaxLength(100);
        request.Property(row => row.TraceParent).HasMaxLength(55);
        request.Property(row => row.PublishCount).HasDefaultValue(0);
        request.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
        request.Property(row => row.UpdatedAt).HasDefaultValueSql("now()");
        request.Property(row => row.IdempotencyKey).HasMaxLength(IdempotencyHeader.MaxLength);
        request.HasIndex(row => new { row.SentBy, row.IdempotencyKey }).IsUnique().HasDatabaseName(IdempotencyKey.Index).HasFilter("idempotency_key is not null");
        request.HasIndex(row => row.CreatedAt).HasDatabaseName("ix_request_logs_to_forget").HasFilter("idempotency_key is not null");
        request.HasIndex(row => row.UserId, "ix_request_logs_unanswered").HasFilter("completed_at is null");
        request.HasIndex(row => row.NextPublishAt, "ix_request_logs_to_publish").HasFilter("next_publish_at is not null");
        request.HasIndex(row => row.NextForwardAt, "ix_request_logs_to_forward").HasFilter("next_forward_at is not null");
    }
}
