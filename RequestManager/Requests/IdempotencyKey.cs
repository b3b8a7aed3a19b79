using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>
/// The <c>Idempotency-Key</c> of a call (draft-ietf-httpapi-idempotency-key-header), with what it stands for: sent again, the same key is the
/// same request.
/// </summary>
/// <param name="Hash">SHA-256 of the door and of the body as we understand it: spacing and unknown fields do not matter.</param>
internal sealed record IdempotencyKey(string Text, byte[] Hash)
{
    /// <summary>The unique index that lets only one of several equal calls store a request.</summary>
    public const string Index = "ux_request_logs_idempotency";

    // A field that a later release adds must not change the hash of a body without it.
    private static readonly JsonSerializerOptions _withoutNulls = new(WireJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <returns>Null when the call has none, or one that is put among the errors.</returns>
    public static IdempotencyKey? Of(HttpRequest request, RequestBody body, FieldErrors errors)
    {
        if (IdempotencyHeader.Read(request, errors, isRequired: false) is not { } text) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes((request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? ""));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), _withoutNulls));
        return new(text, hash.GetHashAndReset());
    }

    public bool StandsFor(byte[]? hash) => Hash.AsSpan().SequenceEqual(hash);
}
