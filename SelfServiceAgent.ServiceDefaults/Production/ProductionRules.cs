using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>
/// What a configuration may not have where it is meant in earnest. By the settings' names, so that a setting that is yet to come is held to
/// it as well: what opens a hole begins with <c>Dangerous</c>, what is an address ends in <c>Url</c> or <c>Uri</c>.
/// </summary>
internal static partial class ProductionRules
{
    /// <summary>Each begins with the setting's name. None has a value in it.</summary>
    public static IEnumerable<string> FaultsOf(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(setting => !string.IsNullOrEmpty(setting.Value))
            .SelectMany(setting => FaultsOf(setting.Key, setting.Value!))
            .Concat(KeysThatAreNames(configuration, "Authentication:ApiKeys", "UserId"))
            .Concat(KeysThatAreNames(configuration, "Authentication:ToolKeys", "ToolId"))
            .Concat(Mail(configuration.GetSection("Integrations:Email")));

    private static IEnumerable<string> FaultsOf(string key, string value)
    {
        var name = ConfigurationPath.GetSectionKey(key);
        if (name.StartsWith("Dangerous", StringComparison.OrdinalIgnoreCase) && bool.TryParse(value, out var on) && on)
            yield return $"{key} opens a hole.";
        if (Hashes().IsMatch(key) && DevelopmentSecrets.HaveHash(value))
            yield return $"{key} is of a development key, which everyone knows.";
        if (Secrets().IsMatch(key))
        {
            if (DevelopmentSecrets.Have(value)) yield return $"{key} is a development key, which everyone knows.";
            else if (GuessableSecret.Is(value)) yield return $"{key} can be guessed. Make one up: openssl rand -base64 32";
        }

        if (Addresses().IsMatch(key) && IsPlainHttp(value))
            yield return $"{key} must be https: what goes there would be readable on its way.";
        if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && ServerPassword.IsGuessable(value))
            yield return $"{key} has a password that can be guessed.";
        if (Is(key, "Communication:Mode") && Is(value, "direct"))
            yield return $"{key} must be eventing: direct is for development.";
    }

    // A key that is the name of the person or tool it stands for.
    private static IEnumerable<string> KeysThatAreNames(IConfiguration configuration, string section, string name) =>
        from key in configuration.GetSection(section).GetChildren()
        where key[name] is { } owner && DevelopmentSecrets.HashOf(owner).Equals(key["Sha256"], StringComparison.OrdinalIgnoreCase)
        select $"{key.Path}:Sha256 is of a key that can be guessed: its {name}.";

    // With auto, mail goes in clear where the server does not offer better; and whoever sits in between can see to it that it does not.
    private static IEnumerable<string> Mail(IConfigurationSection email)
    {
        if (email["Host"] is not { Length: > 0 } host || Loopback.Is(host)) yield break;
        var security = email["Security"]?.ToLowerInvariant();
        if (security == "none" || (security == "auto" && email["Port"] != "465"))
            yield return $"{email.Path}:Security must be starttls or tls: mail would be readable on its way.";
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsPlainHttp(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback;

    [GeneratedRegex("^Authentication:(ApiKeys|ToolKeys):[^:]+:Sha256$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Hashes();

    [GeneratedRegex(
        "^(Authentication:(ServiceKey|ProxySecret|Issuers:[^:]+:SymmetricKey)|Slack:(SigningSecret|BotToken))$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Secrets();

    // Where Kestrel listens is no address that anything is sent to, and what has no section may be anybody's. A variable with a prefix of
    // the host's is there with it and without.
    [GeneratedRegex(
        "^(PublicBaseUrl|(?!((ASPNETCORE|DOTNET)_)?Kestrel:).+:.*(Url|Uri))$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Addresses();
}
