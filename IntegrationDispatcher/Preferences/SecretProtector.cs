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

    /// <summary>
    /// Has a stored config changed while its secrets are readable, and protects it again. One that cannot be read stays as it is, unless it
    /// is replaced as a whole.
    /// </summary>
    /// <returns>The config as it is now, readable.</returns>
    public JsonObject Changing(SettingsRow row, Action change)
    {
        var stored = row.Config;
        var isReadable = TryReveal(row.IntegrationType, stored, out var readable);
        row.Config = readable;
        change();
        var config = row.Config;
        row.Config = isReadable || config.Count > 0 ? Protected(row.IntegrationType, config) : stored;
        return config;
    }

    private bool TryReveal(IntegrationType type, JsonObject stored, out JsonObject config)
    {
        try
        {
            config = Revealed(type, stored);
            return true;
        }
        catch (CryptographicException)
        {
            config = [];
            return false;
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
