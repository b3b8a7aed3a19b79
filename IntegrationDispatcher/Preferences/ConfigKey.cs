using System.Text.Json.Nodes;

namespace IntegrationDispatcher.Preferences;

/// <summary>One key that an integration's <c>config</c> may have.</summary>
/// <param name="Text">What it is for, in one sentence.</param>
/// <param name="Secrecy">Which values below this key never leave the API again.</param>
internal sealed record ConfigKey(string Name, string Text, ConfigValue Value, Secrecy Secrecy = Secrecy.None)
{
    /// <summary>What is wrong with a value, in words that follow the field's name; null when nothing is.</summary>
    public string? Problem(JsonNode? value) => Value.Problem(value);
}

/// <summary>A kind of value: what holds, and the same as JSON Schema (2020-12).</summary>
/// <param name="Problem">What is wrong with a value, in words that follow the field's name; null when nothing is.</param>
/// <param name="Schema">Shared: clone it before changing it.</param>
internal sealed record ConfigValue(Func<JsonNode?, string?> Problem, JsonObject Schema);

internal enum Secrecy
{
    None,

    /// <summary>The value is one secret.</summary>
    Value,

    /// <summary>Each element of the array is a secret.</summary>
    Elements,

    /// <summary>Each member of the object may be a secret: no name tells for sure that it is none.</summary>
    Members,
}
