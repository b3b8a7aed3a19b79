using System.Text.RegularExpressions;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// What a service is given in a published graph. Whoever deploys is asked for what stands in braces, <c>{slack-signing-secret}</c>: a
/// parameter, shared by all who name it. What is written there becomes part of what is published, so a secret may not be.
/// </summary>
internal static partial class PublishedValue
{
    private static readonly string[] _secretNames = ["Secret", "Password", "Token", "ApiKey", "SymmetricKey", "ServiceKey"];
    private static readonly string[] _secretParents = ["Headers", "Environment"]; // of theirs, nobody knows which are

    /// <param name="key">The setting's whole name in the AppHost's configuration.</param>
    /// <exception cref="DistributedApplicationException">It opens a hole, or would publish a secret.</exception>
    public static object Of(IDistributedApplicationBuilder builder, string key, string value)
    {
        var names = key.Split(':');
        if (names[^1].StartsWith("Dangerous", StringComparison.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"{key} opens a hole. What is published has none.");

        if (Braces().Match(value) is { Success: true } braces)
            return builder.Secret(braces.Groups["name"].Value);

        return IsSecret(names)
            ? throw new DistributedApplicationException($"{key} is a secret, and what is published can be read. Name a parameter: {{some-name}}.")
            : value;
    }

    private static bool IsSecret(string[] names) =>
        _secretNames.Any(name => names[^1].EndsWith(name, StringComparison.OrdinalIgnoreCase))
        || (names.Length > 1 && _secretParents.Contains(names[^2], StringComparer.OrdinalIgnoreCase));

    private static ParameterResource Secret(this IDistributedApplicationBuilder builder, string name) =>
        builder.Resources.OfType<ParameterResource>().SingleOrDefault(parameter => parameter.Name == name)
        ?? builder.AddParameter(name, secret: true).Resource;

    [GeneratedRegex(@"^\{(?<name>[a-z][a-z0-9-]{0,62})\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Braces();
}
