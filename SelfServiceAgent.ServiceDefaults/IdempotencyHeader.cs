using Microsoft.AspNetCore.Http;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>The header by which a call that is sent again is known (draft-ietf-httpapi-idempotency-key-header).</summary>
public static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <param name="isRequired">Whether a call without one is wrong.</param>
    /// <returns>Null when the call has none, or one that is put among the errors.</returns>
    public static string? Read(HttpRequest request, FieldErrors errors, bool isRequired)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(errors);
        if (!request.Headers.TryGetValue(Name, out var sent) && !isRequired) return null;
        if (sent is [{ Length: > 0 and <= MaxLength } text] && Storable.Text(text)) return text;
        errors.Add(Name.ToLowerInvariant(), $"must be sent once, with 1 to {MaxLength} characters");
        return null;
    }
}
