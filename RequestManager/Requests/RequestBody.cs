using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>The fields every door understands. Their attributes are for the reference; <see cref="Check"/> is what holds.</summary>
public abstract record RequestBody
{
    public const int MaxUserId = SelfServiceAgent.ServiceDefaults.UserId.MaxLength;
    private const int MaxContent = RequestCreated.MaxContent;
    private const int MaxRequestType = 50;

    /// <summary>Whose request it is; no control characters.</summary>
    [Required, StringLength(MaxUserId, MinimumLength = 1)]
    public string? UserId { get; init; }

    /// <summary>What the person asks; not only blanks.</summary>
    [Required, StringLength(MaxContent, MinimumLength = 1)]
    public string? Content { get; init; }

    /// <summary>What kind of request it is.</summary>
    [MaxLength(MaxRequestType), DefaultValue(NormalizedRequest.DefaultRequestType)]
    public string? RequestType { get; init; }

    /// <summary>Whatever the client wants to have kept with the request; at most 16 levels deep.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The session to go on with, if not the current one.</summary>
    [DataType("uuid")]
    public string? SessionId { get; init; }

    internal virtual void Check(FieldErrors errors)
    {
        errors.RequiredName("user_id", UserId, MaxUserId);
        errors.Required("content", Content, MaxContent);
        errors.Optional("request_type", RequestType, MaxRequestType);
        errors.Optional("metadata", Metadata);
    }

    /// <summary>A member that may be missing, and else must be what <see cref="TextIn"/> reads: who misspells it must not be taken to have left it out.</summary>
    protected static void CheckText(FieldErrors errors, JsonObject? members, string name, string field) =>
        errors.Check(members?[name] is null || TextIn(members, name) is not null, field, $"must be text of 1 to {MaxUserId} characters");

    /// <summary>A text member of <see cref="Metadata"/>; null when it is missing or no text.</summary>
    internal string? MetadataText(string name) => TextIn(Metadata, name);

    /// <summary>A text member of 1 to 255 characters; null when it is anything else.</summary>
    protected static string? TextIn(JsonObject? members, string name) =>
        members?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length is > 0 and <= MaxUserId ? text : null;
}
