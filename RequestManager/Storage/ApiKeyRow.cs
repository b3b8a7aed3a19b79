using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Storage;

/// <summary><c>api_keys</c>: a key an administrator issued. Of the key itself only its hash is kept.</summary>
public sealed class ApiKeyRow
{
    public long Id { get; set; }

    /// <summary>What the key is called by; tells nothing of the key.</summary>
    public Guid KeyId { get; set; }

    /// <summary>What it is for, in the administrator's words.</summary>
    public required string Name { get; set; }

    /// <summary>The person or, for a tool's key, the tool it stands for.</summary>
    public required string UserId { get; set; }

    /// <summary>Person or tool.</summary>
    public CallerKind Kind { get; set; }

    public bool IsAdmin { get; set; }

    public bool MayActForAnyUser { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] Sha256 { get; set; }

    /// <summary>Who issued it.</summary>
    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>After this it is worth nothing; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Written now and then, so it may be half a minute behind.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class ApiKeyRowConfiguration : IEntityTypeConfiguration<ApiKeyRow>
{
    public void Configure(EntityTypeBuilder<ApiKeyRow> key)
    {
        key.ToTable("api_keys", table => table.HasUpperCaseCheck<ApiKeyRow, CallerKind>("kind"));
        key.HasIndex(row => row.KeyId).IsUnique();
        key.HasIndex(row => row.Sha256).IsUnique();
        key.Property(row => row.Kind).IsUpperCase();
        key.Property(row => row.Name).HasMaxLength(100);
        key.Property(row => row.UserId).HasMaxLength(255);
        key.Property(row => row.CreatedBy).HasMaxLength(300);
        key.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
    }
}
