using System.Globalization;
using System.Text.Json.Nodes;

namespace SlackFarSide.Api;

/// <summary>What a call has in its form or its JSON; in a form, what has parts is JSON in text.</summary>
internal sealed class Arguments(JsonObject values)
{
    public string? Text(string name) => values.TextOf(name);

    /// <exception cref="SlackError">It is not there.</exception>
    public string Required(string name) =>
        Text(name) ?? throw new SlackError("invalid_arguments", $"[ERROR] missing required field: {name}");

    public bool Flag(string name) => values.IsOn(name);

    public int Number(string name, int whenAbsent) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : whenAbsent;

    /// <exception cref="SlackError">It is no timestamp.</exception>
    public decimal? Ts(string name) => Text(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ts) ? ts
        : throw new SlackError($"invalid_ts_{name}");

    /// <exception cref="SlackError">It is no JSON.</exception>
    public JsonNode? Json(string name) =>
        values[name] is JsonValue value ? SlackJson.Parse(value.ToString(), "invalid_arguments") : values[name];
}
