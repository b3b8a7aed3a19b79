using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RequestManager.Callers.IssuedKeys;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

/// <summary>
/// All keys there are, by their hashes: the configured ones and those an administrator issued. Every configured key is compared, each in
/// constant time, so that timing tells nothing.
/// </summary>
internal sealed class KeyRing(IOptions<AuthenticationOptions> options, IssuedKeyCache issued)
{
    private readonly (byte[] Hash, Caller Caller)[] _people =
        [.. options.Value.ApiKeys.Select(key => (Convert.FromHexString(key.Sha256), PersonOf(key.UserId, key.Admin, key.ActForAnyUser)))];

    private readonly (byte[] Hash, Caller Caller)[] _tools =
        [.. options.Value.ToolKeys.Select(key => (Convert.FromHexString(key.Sha256), ToolOf(key.ToolId)))];

    public static Caller PersonOf(string userId, bool isAdmin, bool mayActForAnyUser) => new(userId, IsAdmin: isAdmin, MayActForAnyUser: mayActForAnyUser);

    public static Caller ToolOf(string toolId) => new(toolId, CallerKind.Tool, MayActForAnyUser: true);

    public ValueTask<Caller?> PersonOfAsync(string key, CancellationToken cancellationToken) => FindAsync(_people, key, CallerKind.Person, cancellationToken);

    public ValueTask<Caller?> ToolOfAsync(string key, CancellationToken cancellationToken) => FindAsync(_tools, key, CallerKind.Tool, cancellationToken);

    private async ValueTask<Caller?> FindAsync((byte[] Hash, Caller Caller)[] configured, string key, CallerKind kind, CancellationToken cancellationToken)
    {
        var hash = IssuedKey.HashOf(key);
        Caller? found = null;
        foreach (var entry in configured)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash)) found = entry.Caller;
        }

        if (found is not null || !IssuedKey.IsWellFormed(key)) return found;
        return await issued.FindAsync(hash, cancellationToken) is { } caller && caller.Kind == kind ? caller : null;
    }
}
