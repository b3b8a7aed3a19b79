using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RequestManager.Callers.IssuedKeys;

/// <summary>
/// The form of a key we issue: <c>ssa_</c>, 32 random bytes and a checksum of 4 bytes, in base64url. What is not of this form is no key of
/// ours, which is known without asking the database; the prefix lets scanners find a key that was published by mistake.
/// </summary>
internal static class IssuedKey
{
    private const string Prefix = "ssa_";
    private const int SecretBytes = 32, ChecksumBytes = 4;

    private static readonly int _length = Prefix.Length + Base64Url.GetEncodedLength(SecretBytes + ChecksumBytes);

    public static string New()
    {
        var bytes = new byte[SecretBytes + ChecksumBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, SecretBytes));
        ChecksumOf(bytes.AsSpan(0, SecretBytes)).CopyTo(bytes.AsSpan(SecretBytes));
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    public static bool IsWellFormed(string key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Length != _length) return false;
        Span<byte> bytes = stackalloc byte[SecretBytes + ChecksumBytes];
        return Base64Url.DecodeFromChars(key.AsSpan(Prefix.Length), bytes, out _, out var length) == OperationStatus.Done && length == bytes.Length
            && ChecksumOf(bytes[..SecretBytes]).SequenceEqual(bytes[SecretBytes..]);
    }

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // It keeps typing errors and guesses away from the database; it proves nothing.
    private static ReadOnlySpan<byte> ChecksumOf(ReadOnlySpan<byte> secret) => SHA256.HashData(secret).AsSpan(0, ChecksumBytes);
}
