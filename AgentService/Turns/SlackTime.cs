using System.Globalization;
using System.Text.Json.Nodes;

namespace AgentService.Turns;

/// <summary>Slack's number of a message, which is when it was written: seconds since 1970, a dot, and a number.</summary>
internal static class SlackTime
{
    private static readonly long _latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <returns>Null when it is no such number.</returns>
    public static DateTimeOffset? Read(JsonNode? ts) =>
        ts is JsonValue value && value.TryGetValue<string>(out var text)
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < _latest
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}
