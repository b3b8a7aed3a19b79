using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Slack;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Storage;

/// <summary>The dispatcher's tables in the shared database.</summary>
internal sealed class DispatcherDb(DbContextOptions<DispatcherDb> options) : DbContext(options), IDataProtectionKeyContext
{
    public const string HistoryTable = "__ef_migrations_integration_dispatcher";

    private static readonly IntegrationType[] _ways = [.. DeliveryTypes.All];

    public DbSet<UserIntegrationConfig> UserIntegrationConfigs => Set<UserIntegrationConfig>();

    public DbSet<IntegrationDefaultConfig> IntegrationDefaultConfigs => Set<IntegrationDefaultConfig>();

    public DbSet<DeliveryPlan> DeliveryPlans => Set<DeliveryPlan>();

    public DbSet<DeliveryLog> DeliveryLogs => Set<DeliveryLog>();

    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();

    public DbSet<TestDelivery> TestDeliveries => Set<TestDelivery>();

    public DbSet<SlackPost> SlackPosts => Set<SlackPost>();

    public DbSet<SlackChannel> SlackChannels => Set<SlackChannel>();

    public DbSet<SlackEvent> SlackEvents => Set<SlackEvent>();

    public DbSet<SlackPersonRow> SlackPeople => Set<SlackPersonRow>();

    public DbSet<AnswerFeedback> AnswerFeedback => Set<AnswerFeedback>();

    public DbSet<IntegrationProbe> IntegrationProbes => Set<IntegrationProbe>();

    public DbSet<PreferenceVersion> PreferenceVersions => Set<PreferenceVersion>();

    /// <summary>What secrets in configs and unsubscribe links are protected with.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<JsonObject>().HaveConversion<JsonText, JsonComparer>().HaveColumnType("jsonb");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserIntegrationConfig>(row =>
        {
            ConfigureSettings(row, "user_integration_configs");
            row.Property(r => r.UserId).HasMaxLength(255);
            row.Property(r => r.Version).HasDefaultValue(1L);
            row.HasIndex(r => new { r.UserId, r.IntegrationType }).IsUnique();
        });
        modelBuilder.Entity<IntegrationDefaultConfig>(row =>
        {
            ConfigureSettings(row, "integration_default_configs");
            row.Property(r => r.DecidesEnabled).HasDefaultValue(true).ValueGeneratedNever();
            row.HasIndex(r => r.IntegrationType).IsUnique();
        });
        ConfigureProbes(modelBuilder);
        ConfigureSlack(modelBuilder);
        modelBuilder.Entity<DeliveryPlan>(row =>
        {
            row.Property(r => r.UserId).HasMaxLength(255);
            row.Property(r => r.AgentId).HasMaxLength(255);
            row.Property(r => r.Origin).IsUpperCase();
            row.Property(r => r.Mode).HasMaxLength(20);
            row.Property(r => r.ResponseType).HasMaxLength(20);
            row.Property(r => r.Decisions).HasColumnType("jsonb");
            row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            row.HasIndex(r => r.RequestId).IsUnique();
            row.HasIndex(r => new { r.SessionId, r.SessionSeq });
            row.HasIndex(r => new { r.UserId, r.Id });
        });
        modelBuilder.Entity<DeliveryLog>(ConfigureDeliveries);
        modelBuilder.Entity<DeliveryAttempt>(row =>
        {
            row.Property(r => r.Outcome).HasMaxLength(20);
            row.HasOne<DeliveryLog>().WithMany().HasForeignKey(r => r.DeliveryLogId);
            row.HasIndex(r => new { r.DeliveryLogId, r.Number }).IsUnique();
        });
        modelBuilder.Entity<TestDelivery>(row =>
        {
            row.Property(r => r.DeliveryId).HasConversion<string>().HasMaxLength(36);
            row.Property(r => r.UserId).HasMaxLength(255);
            row.Property(r => r.AgentId).HasMaxLength(255);
            row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            row.HasIndex(r => r.DeliveryId).IsUnique();
            row.HasIndex(r => new { r.UserId, r.Id });
        });
    }

    private static void ConfigureProbes(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<IntegrationProbe>(row =>
        {
            row.ToTable("integration_probes", table =>
            {
                table.HasUpperCaseCheck("integration_type", _ways);
                table.HasUpperCaseCheck<IntegrationProbe, ProbeVerdict>("verdict");
            });
            row.HasKey(r => r.IntegrationType);
            row.Property(r => r.IntegrationType).IsUpperCase();
            row.Property(r => r.Verdict).IsUpperCase();
        });
        modelBuilder.Entity<PreferenceVersion>(row =>
        {
            row.ToTable("preference_version", table => table.HasCheckConstraint("ck_preference_version_one", "id"));
            row.Property(r => r.Id).ValueGeneratedNever();
            row.HasData(new PreferenceVersion { Id = true, Value = 1 });
        });
    }

    private static void ConfigureSlack(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SlackPost>(row =>
        {
            row.Property(r => r.ChannelId).HasMaxLength(255);
            row.Property(r => r.Ts).HasMaxLength(50);
            row.Property(r => r.PostedAt).HasDefaultValueSql("now()");
            row.HasIndex(r => new { r.DeliveryId, r.Part }).IsUnique();
            row.HasIndex(r => new { r.SessionId, r.ChannelId });
        });
        modelBuilder.Entity<SlackChannel>(row =>
        {
            row.HasKey(r => r.ChannelId);
            row.Property(r => r.ChannelId).HasMaxLength(255);
        });
        modelBuilder.Entity<SlackEvent>(row =>
        {
            row.ToTable("slack_events", table => table.HasUpperCaseCheck<SlackEvent, SlackEventKind>("kind"));
            row.Property(r => r.EventKey).HasMaxLength(255);
            row.Property(r => r.Kind).IsUpperCase();
            row.Property(r => r.OrderKey).HasMaxLength(600);
            row.Property(r => r.ReceivedAt).HasDefaultValueSql("now()");
            row.Property(r => r.Faults).HasDefaultValue(0);
            row.HasIndex(r => r.EventKey).IsUnique();
            row.HasIndex(r => r.NextAttemptAt).HasFilter("next_attempt_at is not null");
            row.HasIndex(r => new { r.OrderKey, r.Id }).HasFilter("next_attempt_at is not null");
            row.HasIndex(r => r.FinishedAt).HasFilter("finished_at is not null");
        });
        modelBuilder.Entity<SlackPersonRow>(row =>
        {
            row.ToTable("slack_people");
            row.HasKey(r => new { r.TeamId, r.SlackUserId });
            row.Property(r => r.TeamId).HasMaxLength(255);
            row.Property(r => r.SlackUserId).HasMaxLength(255);
            row.Property(r => r.UserId).HasMaxLength(255);
            row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            row.HasIndex(r => r.UserId);
        });
        modelBuilder.Entity<AnswerFeedback>(row =>
        {
            row.HasKey(r => new { r.RequestId, r.UserId });
            row.HasIndex(r => r.UserId);
            row.Property(r => r.UserId).HasMaxLength(255);
            row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            row.Property(r => r.UpdatedAt).HasDefaultValueSql("now()");
        });
    }

    private static void ConfigureSettings<TRow>(EntityTypeBuilder<TRow> row, string table)
        where TRow : SettingsRow
    {
        row.ToTable(table, t => t.HasUpperCaseCheck("integration_type", _ways));
        row.Property(r => r.IntegrationType).IsUpperCase();
        row.Property(r => r.Enabled).HasDefaultValue(true).ValueGeneratedNever();
        row.Property(r => r.Priority).HasDefaultValue(SettingsRules.DefaultPriority).ValueGeneratedNever();
        row.Property(r => r.RetryCount).HasDefaultValue(SettingsRules.DefaultRetryCount).ValueGeneratedNever();
        row.Property(r => r.RetryDelaySeconds).HasDefaultValue(SettingsRules.DefaultRetryDelaySeconds).ValueGeneratedNever();
        row.Property(r => r.Config).HasDefaultValueSql("'{}'").ValueGeneratedNever();
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.Property(r => r.UpdatedAt).HasDefaultValueSql("now()");
    }

    private static void ConfigureDeliveries(EntityTypeBuilder<DeliveryLog> row)
    {
        row.ToTable("delivery_logs", table =>
        {
            table.HasUpperCaseCheck("integration_type", _ways);
            table.HasUpperCaseCheck<DeliveryLog, DeliveryStatus>("status");
        });
        row.Property(r => r.IntegrationType).IsUpperCase();
        row.Property(r => r.Status).IsUpperCase();
        row.Property(r => r.DeliveryId).HasConversion<string>().HasMaxLength(36);
        row.Property(r => r.UserId).HasMaxLength(255);
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.Property(r => r.UpdatedAt).HasDefaultValueSql("now()");
        row.HasOne<DeliveryPlan>().WithMany().HasForeignKey(r => r.PlanId);
        row.HasIndex(r => r.DeliveryId).IsUnique();
        row.HasIndex(r => new { r.PlanId, r.IntegrationType }).IsUnique();
        row.HasIndex(r => new { r.UserId, r.Id });
        row.HasIndex(r => r.NextAttemptAt).HasFilter("next_attempt_at is not null");
        row.HasIndex(r => new { r.IntegrationType, r.Destination, r.NextAttemptAt, r.Priority, r.Id })
            .HasFilter("num_nulls(next_attempt_at) = 0").HasDatabaseName("ix_delivery_logs_far_side"); // each of these four in words of its own: see ClaimSql
        row.HasIndex(r => r.ExpiresAt).HasFilter("num_nulls(next_attempt_at) < 1");
        row.HasIndex(r => new { r.SessionId, r.OrderKey, r.Id }).HasFilter("order_key is not null and num_nulls(next_attempt_at) <> 1");
        row.HasIndex(r => r.CreatedAt).HasFilter("status in ('FAILED', 'EXPIRED')");
        row.Property(r => r.BegunAttempts).HasDefaultValue(0);
        row.Property(r => r.OrderKey).HasMaxLength(600);
    }

    private sealed class JsonText() : ValueConverter<JsonObject, string>(
        json => json.ToJsonString((JsonSerializerOptions?)null), text => JsonNode.Parse(text, null, default)!.AsObject());

    private sealed class JsonComparer() : ValueComparer<JsonObject>(
        (a, b) => JsonNode.DeepEquals(a, b), json => json.Count, json => json.DeepClone().AsObject());
}
