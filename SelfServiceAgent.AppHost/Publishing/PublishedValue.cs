using System.Text.RegularExpressions;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// What a service is given in a published graph. Whoever deploys is asked for what stands in braces, <c>{slack-signing-secret}</c>: a
/// parameter, shared by all who name it. What is written there becomes part of what is published, so a secret may not be.
/// </summary>
internal static partial class PublishedValue
{
    private static readonly string[] _secretNames = ["Secret", "Password", "Token", "ApiKey", "SymmetricKey", "ServiceKey"];
    private static readonly string[] _secretParents = ["Headers", "Environment", "ConnectionStrings"]; // of theirs, nobody knows which are

    /// <param name="key">The setting's whole name in the AppHost's configuration.</param>
    /// <exception cref="DistributedApplicationException">It opens a hole, tells a secret, or would be read as something else.</exception>
    public static object Of(IDistributedApplicationBuilder builder, string key, string value)
    {
        var names = key.Split(':');
        if (names[^1].StartsWith("Dangerous", StringComparison.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"{key} opens a hole. What is published has none.");

        if (Braces().Match(value) is { Success: true } braces)
            return builder.Secret(braces.Groups["name"].Value);

        if (IsSecret(names))
            throw new DistributedApplicationException($"{key} is a secret, and what is published can be read. Name a parameter: {{some-name}}.");

        // azd takes what stands in braces, anywhere in a value, for a reference to something of the manifest.
        return builder.PublishesManifest() && value.AsSpan().ContainsAny('{', '}')
            ? throw new DistributedApplicationException($"{key} has braces in it, which azd reads. Name a parameter for it: {{some-name}}.")
            : value;
    }

    private static bool IsSecret(string[] names)
    {
        var last = Array.FindLastIndex(names, part => !part.All(char.IsAsciiDigit)); // an element goes by the name of its list
        if (last < 0)
            return false;

        var name = names[last].Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (last < names.Length - 1 && name.EndsWith("s", StringComparison.OrdinalIgnoreCase))
            name = name[..^1]; // of a list only: MaxOutputTokens is a number

        return _secretNames.Any(secret => name.EndsWith(secret, StringComparison.OrdinalIgnoreCase))
            || names.SkipLast(1).Any(parent => _secretParents.Contains(parent, StringComparer.OrdinalIgnoreCase));
    }

    private static ParameterResource Secret(this IDistributedApplicationBuilder builder, string name) =>
        builder.Resources.OfType<ParameterResource>().SingleOrDefault(parameter => parameter.Name == name)
        ?? builder.AddParameter(name, secret: true).Resource;

    [GeneratedRegex(@"^\{(?<name>[a-z][a-z0-9-]{0,62})\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Braces();
}
