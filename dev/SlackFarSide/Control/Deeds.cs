using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SlackFarSide.Control;

/// <param name="Text">As it is typed: <c>@agent</c> becomes a mention, and links become links.</param>
internal sealed record Said(string User, string Channel, string Text, [property: JsonPropertyName("thread_ts")] string? ThreadTs = null);

/// <param name="Text">With the slash: <c>/agent reset</c>.</param>
internal sealed record Commanded(string User, string Channel, string Text);

internal sealed record Pressed(string User, string Channel, string Ts, [property: JsonPropertyName("action_id")] string ActionId);

/// <param name="Values">By block id, then by action id, what was typed or the value of what was chosen.</param>
internal sealed record Submitted(string User, JsonObject Values);
