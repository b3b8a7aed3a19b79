using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers.IssuedKeys;

/// <summary>What an administrator asks for: a key for one person, or for one tool.</summary>
internal sealed record NewApiKey
{
    private const int MaxName = 100;
    private const int MaxOwner = SelfServiceAgent.ServiceDefaults.UserId.MaxLength;

    /// <summary>What it is for.</summary>
    [Required, StringLength(MaxName, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>The person it stands for; not together with <c>tool_id</c>.</summary>
    [StringLength(MaxOwner, MinimumLength = 1)]
    public string? UserId { get; init; }

    /// <summary>The tool it stands for.</summary>
    [StringLength(MaxOwner, MinimumLength = 1)]
    public string? ToolId { get; init; }

    /// <summary>What a person's key may do beyond the person's own.</summary>
    public IReadOnlyList<ApiKeyRole>? Roles { get; init; }

    /// <summary>When it ends; never when not given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public IResult? Fault(DateTimeOffset now)
    {
        var errors = new FieldErrors();
        errors.Required("name", Name, MaxName);
        errors.Check((UserId is null) != (ToolId is null), "user_id", "or tool_id must be given, exactly one of them");
        if (UserId is not null) errors.RequiredName("user_id", UserId, MaxOwner);
        if (ToolId is not null) errors.RequiredName("tool_id", ToolId, MaxOwner);
        errors.Check(ToolId is null || Roles is null or [], "roles", "are for people's keys only");
        errors.Check(ExpiresAt is null || ExpiresAt > now, "expires_at", "must be in the future");
        return errors.Problem;
    }

    public ApiKeyRow ToRow(byte[] sha256, string createdBy, DateTimeOffset now) => new()
    {
        KeyId = Guid.CreateVersion7(),
        Name = Name!,
        UserId = (UserId ?? ToolId)!,
        Kind = ToolId is null ? CallerKind.Person : CallerKind.Tool,
        IsAdmin = Roles?.Contains(ApiKeyRole.Admin) == true,
        MayActForAnyUser = Roles?.Contains(ApiKeyRole.ActForAnyUser) == true,
        Sha256 = sha256,
        CreatedBy = createdBy,
        CreatedAt = now,
        ExpiresAt = ExpiresAt,
    };
}

/// <summary>What a key may do beyond what its owner may.</summary>
[JsonConverter(typeof(UpperCaseEnumConverter<ApiKeyRole>))]
internal enum ApiKeyRole
{
    /// <summary>Read and change what is everyone's.</summary>
    Admin,

    /// <summary>Send requests in another person's name.</summary>
    ActForAnyUser,
}

/// <summary>A key as it is listed.</summary>
/// <param name="KeyId">What it is revoked by; null for a key of the configuration, which only its configuration ends.</param>
/// <param name="Key">The key itself, in the answer to its issue and never again.</param>
internal sealed record ApiKeyBody(
    Guid? KeyId,
    string Name,
    string? UserId,
    string? ToolId,
    IReadOnlyList<ApiKeyRole> Roles,
    string? CreatedBy,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    private const string Configured = "configured";

    public static ApiKeyBody Of(ApiKeyRow row) => new(
        row.KeyId, row.Name, row.Kind == CallerKind.Person ? row.UserId : null, row.Kind == CallerKind.Tool ? row.UserId : null,
        RolesOf(row.IsAdmin, row.MayActForAnyUser), row.CreatedBy, row.CreatedAt, row.ExpiresAt, row.LastUsedAt);

    public static ApiKeyBody Of(ApiKey key) => new(null, Configured, key.UserId, null, RolesOf(key.Admin, key.ActForAnyUser), null, null, null, null);

    public static ApiKeyBody Of(ToolKey key) => new(null, Configured, null, key.ToolId, [], null, null, null, null);

    private static ApiKeyRole[] RolesOf(bool isAdmin, bool mayActForAnyUser) =>
        [.. isAdmin ? [ApiKeyRole.Admin] : (ApiKeyRole[])[], .. mayActForAnyUser ? [ApiKeyRole.ActForAnyUser] : (ApiKeyRole[])[]];
}
