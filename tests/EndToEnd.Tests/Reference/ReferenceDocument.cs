using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Reference;

/// <summary>A service's OpenAPI document, as its tests ask it.</summary>
internal sealed class ReferenceDocument(JsonObject root)
{
    public string Version => (string)root["openapi"]!;

    public JsonObject Schemas => root["components"]!["schemas"]!.AsObject();

    public IReadOnlyList<Operation> Operations =>
        [.. root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => new Operation(this, path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject())))];

    /// <summary>Everything it refers to.</summary>
    public IEnumerable<string> Pointers => PointersIn(root);

    /// <summary>All of it: while the dispatcher does not answer, the front door tells of itself alone.</summary>
    public static async Task<ReferenceDocument> ReadAsync(Client client)
    {
        JsonObject root = [];
        await Poll.UntilAsync(
            async () =>
            {
                root = (await client.GetAsync("/openapi/v1.json")).Must(200).Body!.AsObject();
                return root["paths"]!.AsObject().ContainsKey("/api/v1/integration-defaults");
            },
            "the reference has both parts");
        return new(root);
    }

    public JsonNode? At(string pointer) => pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)root, (node, name) => node?[name]);

    public JsonObject Resolve(JsonNode schema) => (schema["$ref"] is { } pointer ? At((string)pointer!)! : schema).AsObject();

    private static IEnumerable<string> PointersIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue pointer } ? [(string)pointer!] : PointersIn(member.Value)),
        JsonArray items => items.SelectMany(PointersIn),
        _ => [],
    };
}

/// <summary>One operation of it.</summary>
internal sealed class Operation(ReferenceDocument document, string path, string method, JsonObject node)
{
    public string Path => path;

    public string Method => method;

    public bool HasBody => node["requestBody"] is not null;

    /// <summary>Bodies, as JSON.</summary>
    public IReadOnlyList<string> Examples =>
        HasBody ? [.. (Body["examples"]?.AsObject() ?? []).Select(example => example.Value!["value"]!.ToJsonString())] : [];

    /// <summary>The codes of the problems it can answer with.</summary>
    public IEnumerable<string> Codes => node["responses"]!.AsObject()
        .Select(response => response.Value!["content"]?["application/problem+json"]).OfType<JsonObject>()
        .SelectMany(problem => problem["schema"]!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray()).Select(code => (string)code!);

    public IEnumerable<(string Name, int MaxLength)> LimitedTexts =>
        Properties.Where(property => property.Value!["maxLength"] is not null).Select(property => (property.Key, (int)property.Value!["maxLength"]!));

    public IEnumerable<string> Required => HasBody ? (Schema["required"]?.AsArray() ?? []).Select(name => (string)name!) : [];

    private JsonObject Body => node["requestBody"]!["content"]!["application/json"]!.AsObject();

    private JsonObject Schema => document.Resolve(Body["schema"]!);

    private JsonObject Properties => HasBody ? Schema["properties"]!.AsObject() : [];

    public bool Takes(string credential) => node["security"]!.AsArray().Any(alternative => alternative!.AsObject().ContainsKey(credential));

    /// <summary>The example that has the member, or else any, with another value of it.</summary>
    /// <param name="value">Null: without the member.</param>
    public string ExampleWith(string name, string? value)
    {
        var examples = Examples.Select(example => JsonNode.Parse(example)!.AsObject()).ToList();
        var changed = examples.Find(example => example.ContainsKey(name)) ?? examples[0];
        changed.Remove(name);
        if (value is not null) changed[name] = value;
        return changed.ToJsonString();
    }
}
