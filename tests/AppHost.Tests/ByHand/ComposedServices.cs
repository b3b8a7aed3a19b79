using System.Text.RegularExpressions;
using AppHost.Tests.Publishing;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.ByHand;

/// <summary>What a container engine would make of the variables of a compose file's services.</summary>
internal sealed class ComposedServices(Publication compose, IReadOnlyDictionary<string, string> given)
{
    private readonly YamlNode _services = ComposeText.Read(compose)["services"];

    /// <summary>The variables of a service, with what was given in <c>.env</c> put in.</summary>
    /// <exception cref="InvalidOperationException">A variable is needed, and neither given nor known by default.</exception>
    public Dictionary<string, string> EnvironmentOf(string service) =>
        ((YamlMappingNode)_services[service]["environment"]).Children.ToDictionary(
            variable => ((YamlScalarNode)variable.Key).Value!,
            variable => ComposeText.Variable().Replace(((YamlScalarNode)variable.Value).Value!, Filled));

    private string Filled(Match match) => given.TryGetValue(match.Groups["name"].Value, out var value) ? value
        : match.Groups["default"].Success ? match.Groups["default"].Value
        : throw new InvalidOperationException(match.Value);
}
