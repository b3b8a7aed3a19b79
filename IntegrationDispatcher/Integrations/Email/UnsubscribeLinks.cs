using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>
/// Links by which whoever holds a mail can stop the mails of its person. They hold the person's id, readable by nobody else, and never
/// expire.
/// </summary>
internal sealed class UnsubscribeLinks(IDataProtectionProvider protection, IOptions<PublicOptions> options)
{
    private readonly IDataProtector _protector = protection.CreateProtector("unsubscribe");

    /// <returns>Null where nobody knows by which address people reach the system.</returns>
    public Uri? LinkFor(string userId) => options.Value.LinkTo($"{SecretPaths.Unsubscribe.TrimStart('/')}/{TokenFor(userId)}");

    public string TokenFor(string userId) => _protector.Protect(userId);

    /// <returns>The person a token was made for; null when it was not made here.</returns>
    public string? PersonOf(string token)
    {
        try
        {
            return _protector.Unprotect(token);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
