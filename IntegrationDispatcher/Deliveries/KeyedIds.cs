using System.Security.Cryptography;
using System.Text;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Ids of messages that are known by a key: the same key, the same id, for ever. Pure.</summary>
internal static class KeyedIds
{
    private const int Version8 = 0x80, Variant = 0x80;

    /// <summary>A UUID of version 8 (RFC 9562 §5.8) out of a hash.</summary>
    /// <param name="sender">Keys are each sender's own.</param>
    public static Guid Of(string sender, string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{sender}\n{key}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | Version8);
        bytes[8] = (byte)((bytes[8] & 0x3f) | Variant);
        return new(bytes, bigEndian: true);
    }
}
