using System.Security.Cryptography;
using System.Text;

namespace SelfServiceAgent.EventBus;

/// <summary>What two parties know. Compared in constant time, whatever the length of what was sent.</summary>
public sealed class SharedSecret(string secret)
{
    private readonly byte[] _hash = HashOf(secret);

    public bool Is(string sent) => CryptographicOperations.FixedTimeEquals(_hash, HashOf(sent));

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
