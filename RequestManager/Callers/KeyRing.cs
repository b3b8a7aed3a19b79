using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>The configured keys, by their hashes. Every key is compared, each in constant time, so that timing tells nothing.</summary>
internal sealed class KeyRing(IOptions<AuthenticationOptions> options)
{
    private readonly (byte[] Hash, Caller Caller)[] _people =
        [.. options.Value.ApiKeys.Select(key => (Convert.FromHexString(key.Sha256), new Caller(key.UserId, key.Admin, key.ActForAnyUser)))];

    private readonly (byte[] Hash, Caller Caller)[] _tools =
        [.. options.Value.ToolKeys.Select(key => (Convert.FromHexString(key.Sha256), new Caller(key.ToolId, MayActForAnyUser: true, ToolId: key.ToolId)))];

    public Caller? PersonOf(string key) => Find(_people, key);

    public Caller? ToolOf(string key) => Find(_tools, key);

    private static Caller? Find((byte[] Hash, Caller Caller)[] known, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Caller? found = null;
        foreach (var entry in known)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash)) found = entry.Caller;
        }

        return found;
    }
}
