using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Storage;
using Microsoft.AspNetCore.DataProtection;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>Keeps secrets in a config unreadable at rest: each value is encrypted by ASP.NET Data Protection, whose keys are in the database.</summary>
internal sealed class SecretProtector(IDataProtectionProvider protection)
{
    private const string Prefix = "protected:";

    private readonly IDataProtector _protector = protection.CreateProtector("integration-config");

    /// <summary>A copy to be stored.</summary>
    public JsonObject Protected(IntegrationType type, JsonObject config) =>
        Secrets.Mapped(type, config, secret => JsonValue.Create(Prefix + _protector.Protect(secret?.ToJsonString() ?? "null")));

    /// <summary>A copy to be changed. Secrets that can no longer be read are as good as none: whoever changes the config gives them anew.</summary>
    public JsonObject RevealedOrEmpty(SettingsRow row)
    {
        try
        {
            return Revealed(row.IntegrationType, row.Config);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>A copy to be used. What was stored before secrets were protected is taken as it is.</summary>
    /// <exception cref="CryptographicException">The key it was protected with is gone.</exception>
    public JsonObject Revealed(IntegrationType type, JsonObject config) => Secrets.Mapped(
        type,
        config,
        secret => ConfigValues.TextOf(secret) is { } text && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? JsonNode.Parse(_protector.Unprotect(text[Prefix.Length..]))
            : secret?.DeepClone());
}
