using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AppHost.Tests.Manifests;

/// <summary>
/// The rules of the manifest's format (https://aspire.dev/deployment/manifest-format) for the kinds of resources we have, and what azd makes
/// of it: it knows no other kinds, and takes only the ports 80 and 443 where people and services call.
/// </summary>
internal static partial class ManifestForm
{
    private static readonly Dictionary<string, (string[] Needed, string[] Allowed)> _kinds = new()
    {
        ["project.v0"] = (["type", "path", "env", "bindings"], ["args"]),
        ["container.v0"] = (["type", "image"], ["connectionString", "entrypoint", "args", "env", "bindings", "volumes"]),
        ["parameter.v0"] = (["type", "value", "inputs"], ["connectionString"]),
        ["value.v0"] = (["type", "connectionString"], []),
    };

    private static readonly string[] _urlParts = ["scheme", "protocol", "transport", "external", "host", "port", "targetPort", "url"];

    public static IReadOnlyList<string> FaultsOf(JsonObject resources) =>
    [
        .. resources.SelectMany(resource => FaultsOf(resource.Key, resource.Value!.AsObject())),
        .. resources.SelectMany(resource => References(resources, resource.Key, resource.Value!)),
    ];

    private static IEnumerable<string> FaultsOf(string name, JsonObject resource)
    {
        if (!Name().IsMatch(name)) yield return $"{name} is no name";
        if (!_kinds.TryGetValue($"{resource["type"]}", out var kind))
        {
            yield return $"{name} is of a kind that azd does not know: {resource["type"]}";
            yield break;
        }

        var properties = resource.Select(property => property.Key).ToList();
        foreach (var missing in kind.Needed.Except(properties)) yield return $"{name} has no {missing}";
        foreach (var unknown in properties.Except([.. kind.Needed, .. kind.Allowed])) yield return $"{name} has {unknown}";
        foreach (var fault in Bindings(resource).Concat(Volumes(resource)).Concat(Inputs(resource))) yield return $"{name}: {fault}";
    }

    private static IEnumerable<string> Bindings(JsonObject resource)
    {
        var isContainer = $"{resource["type"]}" == "container.v0";
        foreach (var (name, binding) in resource["bindings"]?.AsObject() ?? [])
        {
            var (scheme, transport) = ($"{binding!["scheme"]}", $"{binding["transport"]}");
            if (scheme is not ("http" or "https" or "tcp")) yield return $"{name} has the scheme {scheme}";
            if (transport is not ("http" or "http2" or "tcp")) yield return $"{name} has the transport {transport}";
            if ($"{binding["protocol"]}" is not ("tcp" or "udp")) yield return $"{name} has the protocol {binding["protocol"]}";
            if ((isContainer || scheme == "tcp") && binding["targetPort"] is null) yield return $"{name} has no targetPort";
            if (scheme is "http" or "https" && binding["port"] is { } port) yield return $"{name} is at the port {port}, which azd refuses";
        }
    }

    private static IEnumerable<string> Volumes(JsonObject resource) =>
        from volume in resource["volumes"]?.AsArray() ?? []
        where volume?["name"] is null || volume["target"] is null || volume["readOnly"] is null
        select $"the volume {volume} is incomplete";

    private static IEnumerable<string> Inputs(JsonObject resource) =>
        from input in resource["inputs"]?.AsObject() ?? []
        where $"{input.Value!["type"]}" != "string" || (input.Value["default"] is { } made && made["generate"]?["minLength"] is null)
        select $"the input {input.Key} is incomplete";

    private static IEnumerable<string> References(JsonObject resources, string name, JsonNode resource) =>
        from text in Texts(resource)
        from reference in Braces().Matches(text)
        let path = reference.Groups["path"].Value.Split('.')
        where !Leads(resources, path)
        select $"{name} refers to {reference.Value}, which is not there";

    private static bool Leads(JsonObject resources, string[] path) => resources[path[0]] is { } resource && path[1..] switch
    {
        ["value"] => resource["value"] is not null,
        ["connectionString"] => resource["connectionString"] is not null,
        ["inputs", var input] => resource["inputs"]?[input] is not null,
        ["bindings", var binding, var part] => resource["bindings"]?[binding] is not null && _urlParts.Contains(part),
        _ => false,
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject values => values.SelectMany(value => Texts(value.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{(?<path>[^{}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Braces();
}
